<!-- Nearest approaches: from the route to the zone, thin and dotted. -->
<qgis version="3.22.16" labelsEnabled="1">
  <renderer-v2 type="singleSymbol" symbollevels="0">
    <symbols>
      <symbol type="line" name="0">
        <layer class="SimpleLine">
          <prop k="line_color" v="@nearest@,255"/><prop k="line_width" v="0.35"/><prop k="line_style" v="dot"/><prop k="capstyle" v="round"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="if(nearest_m &lt; 1000, format_number(nearest_m, 0) || ' m', format_number(nearest_m / 1000, 1) || ' km')" isExpression="1" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50"
          textColor="@nearest@,255">
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
      </text-style>
      <placement placement="2" placementFlags="10" dist="0.8" priority="3"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="15000000" obstacle="0"/>
    </settings>
  </labeling>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone"/>
    <alias field="nearest_m" name="Least distance (m)"/>
  </aliases>
  <previewExpression>route_id || ' – ' || zone_id</previewExpression>
  <mapTip><![CDATA[<b>[% if(nearest_m < 1000, format_number(nearest_m, 0) || ' m', format_number(nearest_m / 1000, 3) || ' km') %]</b> from [% replace(route_id, map('&', '&amp;', '<', '&lt;')) %]
to [% replace(zone_id, map('&', '&amp;', '<', '&lt;')) %]]]></mapTip>
</qgis>
