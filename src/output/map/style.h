/* The styles of layers in QGIS, with the colours and words of the glossary. */
#ifndef OVF_OUTPUT_MAP_STYLE_H
#define OVF_OUTPUT_MAP_STYLE_H

#include "output/rows/bytes.h"

/* Adds the style of a layer. In its template, src/output/qgis/NAME.qml, @violation@ stands for the
 * colour of a class as QGIS writes it, and @violation_word@ for its word. False: there is none. */
bool ovf_style_add(ovf_bytes *bytes, const char *layer);

#endif
