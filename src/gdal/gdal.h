/* GDAL, loaded when it is first needed. It and the more than a hundred libraries that it stands on
 * take longer to load than a plan to check, and plans and geodata are mostly GeoJSON of the usual
 * kind, which is read without it (jsonfeature.h).
 *
 * Whoever wants GDAL includes this and calls its functions as ever. Each of them stands in both
 * lists below: what is missing there makes the linker complain, or link GDAL again. Where it was
 * not said at building what to load, GDAL is linked like any other library. */
#ifndef OVF_GDAL_GDAL_H
#define OVF_GDAL_GDAL_H

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <cpl_vsi_error.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "overflight/error.h"

/* Loads it, and registers its drivers, if that has not been done. To be called before the first of
 * its functions, where an error can be told. Thread-safe. Errors: OVF_ERROR_IO. */
ovf_status ovf_gdal_load(ovf_error *error);

/* For a program of our own, before GDAL is loaded: what it says where nobody catches it
 * (gdal_errors.h) goes nowhere, instead of onto stderr past our sentences. */
void ovf_gdal_keep_quiet(void);

#ifdef OVERFLIGHT_GDAL_LIBRARY

#include <stdatomic.h>

/* clang-format off */
#define OVF_GDAL_FUNCTIONS(F) \
    F(CPLErrorReset) F(CPLGetConfigOption) F(CPLGetErrorHandlerUserData) \
    F(CPLIsUTF8) F(CPLPopErrorHandler) F(CPLPushErrorHandlerEx) F(CPLQuietErrorHandler) \
    F(CPLRecode) F(CPLSetErrorHandler) \
    F(CPLSetCurrentErrorHandlerCatchDebug) F(CPLSetThreadLocalConfigOption) F(CPLStrtod) \
    F(CSLCount) \
    F(CSLDestroy) F(CSLDuplicate) F(CSLSetNameValue) F(GDALAllRegister) F(GDALClose) \
    F(GDALCreate) F(GDALCreateColorTable) F(GDALCreateCopy) F(GDALDatasetCommitTransaction) \
    F(GDALDatasetCreateLayer) F(GDALDatasetExecuteSQL) F(GDALDatasetGetLayer) \
    F(GDALDatasetGetLayerByName) \
    F(GDALDatasetGetLayerCount) F(GDALDatasetReleaseResultSet) F(GDALDatasetRollbackTransaction) \
    F(GDALDatasetStartTransaction) F(GDALDatasetTestCapability) F(GDALDestroyColorTable) \
    F(GDALFlushCache) F(GDALGetDatasetDriver) F(GDALGetDriverByName) F(GDALGetDriverShortName) \
    F(GDALGetGeoTransform) F(GDALGetMaskBand) F(GDALGetMaskFlags) F(GDALGetMetadataItem) \
    F(GDALGetRasterBand) \
    F(GDALGetRasterNoDataValue) F(GDALGetRasterOffset) F(GDALGetRasterScale) \
    F(GDALGetRasterUnitType) F(GDALGetRasterXSize) F(GDALGetRasterYSize) F(GDALGetSpatialRef) \
    F(GDALIdentifyDriverEx) F(GDALInvGeoTransform) \
    F(GDALOpenEx) F(GDALRasterIO) F(GDALSetColorEntry) F(GDALSetDescription) \
    F(GDALSetGeoTransform) F(GDALSetRasterColorTable) F(GDALSetRasterNoDataValue) \
    F(GDALSetSpatialRef) F(GDALVersionInfo) F(OCTClone) F(OCTDestroyCoordinateTransformation) \
    F(OCTNewCoordinateTransformation) F(OCTTransformEx) F(OGRGeometryTypeToName) \
    F(OGR_FD_GetFieldCount) F(OGR_FD_GetFieldDefn) F(OGR_FD_GetFieldIndex) F(OGR_F_Create) \
    F(OGR_F_Destroy) F(OGR_F_GetDefnRef) F(OGR_F_GetFID) F(OGR_F_GetFieldAsDateTimeEx) \
    F(OGR_F_GetFieldAsDouble) F(OGR_F_GetFieldAsDoubleList) F(OGR_F_GetFieldAsInteger) \
    F(OGR_F_GetFieldAsInteger64) F(OGR_F_GetFieldAsInteger64List) F(OGR_F_GetFieldAsIntegerList) \
    F(OGR_F_GetFieldAsString) F(OGR_F_GetFieldAsStringList) F(OGR_F_GetFieldDefnRef) \
    F(OGR_F_GetFieldIndex) \
    F(OGR_F_GetGeometryRef) F(OGR_F_GetNativeData) F(OGR_F_GetNativeMediaType) \
    F(OGR_F_IsFieldSetAndNotNull) F(OGR_F_SetFieldDateTimeEx) \
    F(OGR_F_SetFieldDouble) F(OGR_F_SetFieldInteger) F(OGR_F_SetFieldInteger64) \
    F(OGR_F_SetFieldString) F(OGR_F_SetGeometryDirectly) F(OGR_Fld_Create) F(OGR_Fld_Destroy) \
    F(OGR_Fld_GetNameRef) \
    F(OGR_Fld_GetSubType) F(OGR_Fld_GetType) F(OGR_Fld_SetSubType) F(OGR_GT_Flatten) \
    F(OGR_GT_HasZ) \
    F(OGR_G_Difference) F(OGR_G_ForceToMultiLineString) F(OGR_G_ForceToMultiPolygon) \
    F(OGR_G_GetEnvelope) \
    F(OGR_GT_SetZ) F(OGR_G_AddGeometryDirectly) F(OGR_G_CreateGeometry) F(OGR_G_DestroyGeometry) \
    F(OGR_G_GetGeometryCount) F(OGR_G_GetGeometryRef) F(OGR_G_GetGeometryType) \
    F(OGR_G_GetLinearGeometry) F(OGR_G_GetM) F(OGR_G_GetPointCount) F(OGR_G_GetPointsZM) \
    F(OGR_G_GetX) F(OGR_G_GetY) F(OGR_G_GetZ) F(OGR_G_SetPointZM) \
    F(OGR_G_HasCurveGeometry) F(OGR_G_Is3D) F(OGR_G_IsEmpty) F(OGR_G_IsMeasured) \
    F(OGR_G_SetPoint) F(OGR_G_SetPoint_2D) F(OGR_G_SetPoints) F(OGR_L_CreateFeature) \
    F(OGR_L_CreateField) F(OGR_L_FindFieldIndex) F(OGR_L_GetFIDColumn) \
    F(OGR_L_GetFeature) F(OGR_L_GetFeatureCount) F(OGR_L_GetGeomType) F(OGR_L_GetGeometryColumn) \
    F(OGR_L_GetLayerDefn) F(OGR_L_GetName) F(OGR_L_GetNextFeature) F(OGR_L_GetSpatialRef) \
    F(OGR_L_ResetReading) F(OGR_L_SetAttributeFilter) F(OGR_L_SetNextByIndex) \
    F(OGR_L_TestCapability) \
    F(OSRClone) F(OSRDemoteTo2D) F(OSRGetAngularUnits) F(OSRExportToWktEx) F(OSRGetAxis) \
    F(OSRGetDataAxisToSRSAxisMapping) F(OSRGetLinearUnits) F(OSRGetName) F(OSRGetProjParm) \
    F(OSRGetTargetLinearUnits) \
    F(OSRImportFromEPSG) F(OSRImportFromProj4) F(OSRIsCompound) F(OSRIsGeographic) F(OSRIsLocal) \
    F(OSRIsSameEx) F(OSRNewSpatialReference) F(OSRRelease) F(OSRSetAxisMappingStrategy) \
    F(OSRSetFromUserInput) F(OSRSetProjCS) F(VSICurlPartialClearCache) F(VSIErrorReset) \
    F(VSIFCloseL) F(VSIFEofL) \
    F(VSIFOpenExL) \
    F(VSIFReadL) F(VSIFSeekL) F(VSIFTellL) F(VSIFileFromMemBuffer) F(VSIFree) \
    F(VSIGetLastErrorMsg) F(VSIIsLocal) F(VSIReadDirRecursive) \
    F(VSIStatExL) F(VSIStatL) F(VSIUnlink) \
    F(VSIGetMemFileBuffer) F(VSIFWriteL) F(GDALSetMetadata) \
    F(GDALGetDriver) F(GDALGetDriverCount) F(OGR_FD_GetGeomFieldCount) F(OGR_G_SetPointM) \
    F(GDALVectorTranslate) F(GDALVectorTranslateOptionsFree) F(GDALVectorTranslateOptionsNew)

typedef struct {
#define F(name) __typeof__(name) *name;
    OVF_GDAL_FUNCTIONS(F)
#undef F
} ovf_gdal_functions;

extern _Atomic(const ovf_gdal_functions *) ovf_gdal_loaded; /* NULL: not yet */
const ovf_gdal_functions *ovf_gdal_load_or_abort(void);

static inline const ovf_gdal_functions *ovf_gdal(void)
{
    const ovf_gdal_functions *loaded = atomic_load_explicit(&ovf_gdal_loaded, memory_order_acquire);
    return loaded != NULL ? loaded : ovf_gdal_load_or_abort();
}

#ifndef OVF_GDAL_PLAIN
#define CPLErrorReset ovf_gdal()->CPLErrorReset
#define CPLGetConfigOption ovf_gdal()->CPLGetConfigOption
#define CPLGetErrorHandlerUserData ovf_gdal()->CPLGetErrorHandlerUserData
#define CPLIsUTF8 ovf_gdal()->CPLIsUTF8
#define CPLPopErrorHandler ovf_gdal()->CPLPopErrorHandler
#define CPLPushErrorHandlerEx ovf_gdal()->CPLPushErrorHandlerEx
#define CPLQuietErrorHandler ovf_gdal()->CPLQuietErrorHandler
#define CPLSetErrorHandler ovf_gdal()->CPLSetErrorHandler
#define CPLRecode ovf_gdal()->CPLRecode
#define CPLSetCurrentErrorHandlerCatchDebug ovf_gdal()->CPLSetCurrentErrorHandlerCatchDebug
#define CPLSetThreadLocalConfigOption ovf_gdal()->CPLSetThreadLocalConfigOption
#define CPLStrtod ovf_gdal()->CPLStrtod
#define CSLCount ovf_gdal()->CSLCount
#define CSLDestroy ovf_gdal()->CSLDestroy
#define CSLDuplicate ovf_gdal()->CSLDuplicate
#define CSLSetNameValue ovf_gdal()->CSLSetNameValue
#define GDALAllRegister ovf_gdal()->GDALAllRegister
#define GDALClose ovf_gdal()->GDALClose
#define GDALCreate ovf_gdal()->GDALCreate
#define GDALCreateColorTable ovf_gdal()->GDALCreateColorTable
#define GDALCreateCopy ovf_gdal()->GDALCreateCopy
#define GDALDatasetCommitTransaction ovf_gdal()->GDALDatasetCommitTransaction
#define GDALDatasetCreateLayer ovf_gdal()->GDALDatasetCreateLayer
#define GDALDatasetExecuteSQL ovf_gdal()->GDALDatasetExecuteSQL
#define GDALDatasetGetLayer ovf_gdal()->GDALDatasetGetLayer
#define GDALDatasetGetLayerByName ovf_gdal()->GDALDatasetGetLayerByName
#define GDALDatasetGetLayerCount ovf_gdal()->GDALDatasetGetLayerCount
#define GDALDatasetReleaseResultSet ovf_gdal()->GDALDatasetReleaseResultSet
#define GDALDatasetRollbackTransaction ovf_gdal()->GDALDatasetRollbackTransaction
#define GDALDatasetStartTransaction ovf_gdal()->GDALDatasetStartTransaction
#define GDALDatasetTestCapability ovf_gdal()->GDALDatasetTestCapability
#define GDALDestroyColorTable ovf_gdal()->GDALDestroyColorTable
#define GDALFlushCache ovf_gdal()->GDALFlushCache
#define GDALGetDatasetDriver ovf_gdal()->GDALGetDatasetDriver
#define GDALGetDriverByName ovf_gdal()->GDALGetDriverByName
#define GDALGetDriverShortName ovf_gdal()->GDALGetDriverShortName
#define GDALGetGeoTransform ovf_gdal()->GDALGetGeoTransform
#define GDALGetMaskBand ovf_gdal()->GDALGetMaskBand
#define GDALGetMaskFlags ovf_gdal()->GDALGetMaskFlags
#define GDALGetMetadataItem ovf_gdal()->GDALGetMetadataItem
#define GDALGetRasterBand ovf_gdal()->GDALGetRasterBand
#define GDALGetRasterNoDataValue ovf_gdal()->GDALGetRasterNoDataValue
#define GDALGetRasterOffset ovf_gdal()->GDALGetRasterOffset
#define GDALGetRasterScale ovf_gdal()->GDALGetRasterScale
#define GDALGetRasterUnitType ovf_gdal()->GDALGetRasterUnitType
#define GDALGetRasterXSize ovf_gdal()->GDALGetRasterXSize
#define GDALGetRasterYSize ovf_gdal()->GDALGetRasterYSize
#define GDALGetSpatialRef ovf_gdal()->GDALGetSpatialRef
#define GDALIdentifyDriverEx ovf_gdal()->GDALIdentifyDriverEx
#define GDALInvGeoTransform ovf_gdal()->GDALInvGeoTransform
#define GDALOpenEx ovf_gdal()->GDALOpenEx
#define GDALRasterIO ovf_gdal()->GDALRasterIO
#define GDALSetColorEntry ovf_gdal()->GDALSetColorEntry
#define GDALSetDescription ovf_gdal()->GDALSetDescription
#define GDALSetGeoTransform ovf_gdal()->GDALSetGeoTransform
#define GDALSetRasterColorTable ovf_gdal()->GDALSetRasterColorTable
#define GDALSetRasterNoDataValue ovf_gdal()->GDALSetRasterNoDataValue
#define GDALSetSpatialRef ovf_gdal()->GDALSetSpatialRef
#define GDALVersionInfo ovf_gdal()->GDALVersionInfo
#define OCTClone ovf_gdal()->OCTClone
#define OCTDestroyCoordinateTransformation ovf_gdal()->OCTDestroyCoordinateTransformation
#define OCTNewCoordinateTransformation ovf_gdal()->OCTNewCoordinateTransformation
#define OCTTransformEx ovf_gdal()->OCTTransformEx
#define OGRGeometryTypeToName ovf_gdal()->OGRGeometryTypeToName
#define OGR_FD_GetFieldCount ovf_gdal()->OGR_FD_GetFieldCount
#define OGR_FD_GetFieldDefn ovf_gdal()->OGR_FD_GetFieldDefn
#define OGR_FD_GetFieldIndex ovf_gdal()->OGR_FD_GetFieldIndex
#define OGR_F_Create ovf_gdal()->OGR_F_Create
#define OGR_F_Destroy ovf_gdal()->OGR_F_Destroy
#define OGR_F_GetDefnRef ovf_gdal()->OGR_F_GetDefnRef
#define OGR_F_GetFID ovf_gdal()->OGR_F_GetFID
#define OGR_F_GetFieldAsDateTimeEx ovf_gdal()->OGR_F_GetFieldAsDateTimeEx
#define OGR_F_GetFieldAsDouble ovf_gdal()->OGR_F_GetFieldAsDouble
#define OGR_F_GetFieldAsDoubleList ovf_gdal()->OGR_F_GetFieldAsDoubleList
#define OGR_F_GetFieldAsInteger ovf_gdal()->OGR_F_GetFieldAsInteger
#define OGR_F_GetFieldAsInteger64 ovf_gdal()->OGR_F_GetFieldAsInteger64
#define OGR_F_GetFieldAsInteger64List ovf_gdal()->OGR_F_GetFieldAsInteger64List
#define OGR_F_GetFieldAsIntegerList ovf_gdal()->OGR_F_GetFieldAsIntegerList
#define OGR_F_GetFieldAsString ovf_gdal()->OGR_F_GetFieldAsString
#define OGR_F_GetFieldAsStringList ovf_gdal()->OGR_F_GetFieldAsStringList
#define OGR_F_GetFieldDefnRef ovf_gdal()->OGR_F_GetFieldDefnRef
#define OGR_F_GetFieldIndex ovf_gdal()->OGR_F_GetFieldIndex
#define OGR_F_GetGeometryRef ovf_gdal()->OGR_F_GetGeometryRef
#define OGR_F_GetNativeData ovf_gdal()->OGR_F_GetNativeData
#define OGR_F_GetNativeMediaType ovf_gdal()->OGR_F_GetNativeMediaType
#define OGR_F_IsFieldSetAndNotNull ovf_gdal()->OGR_F_IsFieldSetAndNotNull
#define OGR_F_SetFieldDateTimeEx ovf_gdal()->OGR_F_SetFieldDateTimeEx
#define OGR_F_SetFieldDouble ovf_gdal()->OGR_F_SetFieldDouble
#define OGR_F_SetFieldInteger ovf_gdal()->OGR_F_SetFieldInteger
#define OGR_F_SetFieldInteger64 ovf_gdal()->OGR_F_SetFieldInteger64
#define OGR_F_SetFieldString ovf_gdal()->OGR_F_SetFieldString
#define OGR_F_SetGeometryDirectly ovf_gdal()->OGR_F_SetGeometryDirectly
#define OGR_Fld_Create ovf_gdal()->OGR_Fld_Create
#define OGR_Fld_Destroy ovf_gdal()->OGR_Fld_Destroy
#define OGR_Fld_GetNameRef ovf_gdal()->OGR_Fld_GetNameRef
#define OGR_Fld_GetSubType ovf_gdal()->OGR_Fld_GetSubType
#define OGR_Fld_GetType ovf_gdal()->OGR_Fld_GetType
#define OGR_Fld_SetSubType ovf_gdal()->OGR_Fld_SetSubType
#define OGR_GT_Flatten ovf_gdal()->OGR_GT_Flatten
#define OGR_GT_HasZ ovf_gdal()->OGR_GT_HasZ
#define OGR_GT_SetZ ovf_gdal()->OGR_GT_SetZ
#define OGR_G_AddGeometryDirectly ovf_gdal()->OGR_G_AddGeometryDirectly
#define OGR_G_CreateGeometry ovf_gdal()->OGR_G_CreateGeometry
#define OGR_G_DestroyGeometry ovf_gdal()->OGR_G_DestroyGeometry
#define OGR_G_Difference ovf_gdal()->OGR_G_Difference
#define OGR_G_ForceToMultiLineString ovf_gdal()->OGR_G_ForceToMultiLineString
#define OGR_G_ForceToMultiPolygon ovf_gdal()->OGR_G_ForceToMultiPolygon
#define OGR_G_GetEnvelope ovf_gdal()->OGR_G_GetEnvelope
#define OGR_G_GetGeometryCount ovf_gdal()->OGR_G_GetGeometryCount
#define OGR_G_GetGeometryRef ovf_gdal()->OGR_G_GetGeometryRef
#define OGR_G_GetGeometryType ovf_gdal()->OGR_G_GetGeometryType
#define OGR_G_GetLinearGeometry ovf_gdal()->OGR_G_GetLinearGeometry
#define OGR_G_GetM ovf_gdal()->OGR_G_GetM
#define OGR_G_GetPointCount ovf_gdal()->OGR_G_GetPointCount
#define OGR_G_GetPointsZM ovf_gdal()->OGR_G_GetPointsZM
#define OGR_G_GetX ovf_gdal()->OGR_G_GetX
#define OGR_G_GetY ovf_gdal()->OGR_G_GetY
#define OGR_G_GetZ ovf_gdal()->OGR_G_GetZ
#define OGR_G_HasCurveGeometry ovf_gdal()->OGR_G_HasCurveGeometry
#define OGR_G_Is3D ovf_gdal()->OGR_G_Is3D
#define OGR_G_IsEmpty ovf_gdal()->OGR_G_IsEmpty
#define OGR_G_IsMeasured ovf_gdal()->OGR_G_IsMeasured
#define OGR_G_SetPoint ovf_gdal()->OGR_G_SetPoint
#define OGR_G_SetPointZM ovf_gdal()->OGR_G_SetPointZM
#define OGR_G_SetPoint_2D ovf_gdal()->OGR_G_SetPoint_2D
#define OGR_G_SetPoints ovf_gdal()->OGR_G_SetPoints
#define OGR_L_CreateFeature ovf_gdal()->OGR_L_CreateFeature
#define OGR_L_CreateField ovf_gdal()->OGR_L_CreateField
#define OGR_L_FindFieldIndex ovf_gdal()->OGR_L_FindFieldIndex
#define OGR_L_GetFIDColumn ovf_gdal()->OGR_L_GetFIDColumn
#define OGR_L_GetFeature ovf_gdal()->OGR_L_GetFeature
#define OGR_L_GetFeatureCount ovf_gdal()->OGR_L_GetFeatureCount
#define OGR_L_GetGeomType ovf_gdal()->OGR_L_GetGeomType
#define OGR_L_GetGeometryColumn ovf_gdal()->OGR_L_GetGeometryColumn
#define OGR_L_GetLayerDefn ovf_gdal()->OGR_L_GetLayerDefn
#define OGR_L_GetName ovf_gdal()->OGR_L_GetName
#define OGR_L_GetNextFeature ovf_gdal()->OGR_L_GetNextFeature
#define OGR_L_GetSpatialRef ovf_gdal()->OGR_L_GetSpatialRef
#define OGR_L_ResetReading ovf_gdal()->OGR_L_ResetReading
#define OGR_L_SetAttributeFilter ovf_gdal()->OGR_L_SetAttributeFilter
#define OGR_L_SetNextByIndex ovf_gdal()->OGR_L_SetNextByIndex
#define OGR_L_TestCapability ovf_gdal()->OGR_L_TestCapability
#define OSRClone ovf_gdal()->OSRClone
#define OSRDemoteTo2D ovf_gdal()->OSRDemoteTo2D
#define OSRExportToWktEx ovf_gdal()->OSRExportToWktEx
#define OSRGetAngularUnits ovf_gdal()->OSRGetAngularUnits
#define OSRGetAxis ovf_gdal()->OSRGetAxis
#define OSRGetDataAxisToSRSAxisMapping ovf_gdal()->OSRGetDataAxisToSRSAxisMapping
#define OSRGetLinearUnits ovf_gdal()->OSRGetLinearUnits
#define OSRGetName ovf_gdal()->OSRGetName
#define OSRGetProjParm ovf_gdal()->OSRGetProjParm
#define OSRGetTargetLinearUnits ovf_gdal()->OSRGetTargetLinearUnits
#define OSRImportFromEPSG ovf_gdal()->OSRImportFromEPSG
#define OSRImportFromProj4 ovf_gdal()->OSRImportFromProj4
#define OSRIsCompound ovf_gdal()->OSRIsCompound
#define OSRIsGeographic ovf_gdal()->OSRIsGeographic
#define OSRIsLocal ovf_gdal()->OSRIsLocal
#define OSRIsSameEx ovf_gdal()->OSRIsSameEx
#define OSRNewSpatialReference ovf_gdal()->OSRNewSpatialReference
#define OSRRelease ovf_gdal()->OSRRelease
#define OSRSetAxisMappingStrategy ovf_gdal()->OSRSetAxisMappingStrategy
#define OSRSetFromUserInput ovf_gdal()->OSRSetFromUserInput
#define OSRSetProjCS ovf_gdal()->OSRSetProjCS
#define VSICurlPartialClearCache ovf_gdal()->VSICurlPartialClearCache
#define VSIErrorReset ovf_gdal()->VSIErrorReset
#define VSIFCloseL ovf_gdal()->VSIFCloseL
#define VSIFEofL ovf_gdal()->VSIFEofL
#define VSIFOpenExL ovf_gdal()->VSIFOpenExL
#define VSIFReadL ovf_gdal()->VSIFReadL
#define VSIFSeekL ovf_gdal()->VSIFSeekL
#define VSIFTellL ovf_gdal()->VSIFTellL
#define VSIFileFromMemBuffer ovf_gdal()->VSIFileFromMemBuffer
#define VSIFree ovf_gdal()->VSIFree
#define VSIGetLastErrorMsg ovf_gdal()->VSIGetLastErrorMsg
#define VSIIsLocal ovf_gdal()->VSIIsLocal
#define VSIReadDirRecursive ovf_gdal()->VSIReadDirRecursive
#define VSIStatExL ovf_gdal()->VSIStatExL
#define VSIStatL ovf_gdal()->VSIStatL
#define GDALVectorTranslate ovf_gdal()->GDALVectorTranslate
#define GDALVectorTranslateOptionsFree ovf_gdal()->GDALVectorTranslateOptionsFree
#define GDALVectorTranslateOptionsNew ovf_gdal()->GDALVectorTranslateOptionsNew
#define VSIUnlink ovf_gdal()->VSIUnlink
#define VSIGetMemFileBuffer ovf_gdal()->VSIGetMemFileBuffer
#define VSIFWriteL ovf_gdal()->VSIFWriteL
#define GDALSetMetadata ovf_gdal()->GDALSetMetadata
#define GDALGetDriver ovf_gdal()->GDALGetDriver
#define GDALGetDriverCount ovf_gdal()->GDALGetDriverCount
#define OGR_FD_GetGeomFieldCount ovf_gdal()->OGR_FD_GetGeomFieldCount
#define OGR_G_SetPointM ovf_gdal()->OGR_G_SetPointM
#endif
/* clang-format on */

#endif
#endif
