<!-- Land: quiet, with a coast line that leaves out the cut at the antimeridian; below it a thin outline of the land's own colour closes that cut. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <flags><Identifiable>0</Identifiable></flags>
  <renderer-v2 type="singleSymbol" symbollevels="1">
    <symbols>
      <symbol type="fill" name="0">
        <layer class="GeometryGenerator" pass="0">
          <prop k="SymbolType" v="Line"/>
          <prop k="geometryModifier" v="if(x_min($geometry) = -180 OR x_max($geometry) = 180, difference(boundary($geometry),
            geom_from_wkt('LINESTRING(-180 90, -180 -90, 180 -90, 180 90, -180 90)')), boundary($geometry))"/>
          <symbol type="line" name="coast"><layer class="SimpleLine">
            <prop k="line_color" v="190,200,207,255"/><prop k="line_width" v="0.5"/><prop k="joinstyle" v="round"/>
          </layer></symbol>
        </layer>
        <layer class="SimpleFill" pass="1">
          <prop k="color" v="247,246,242,255"/><prop k="outline_color" v="247,246,242,255"/><prop k="outline_width" v="0.15"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
</qgis>
