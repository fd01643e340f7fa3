<!-- Swaths: the ground that sensors saw, a route. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <renderer-v2 type="singleSymbol" symbollevels="0">
    <symbols>
      <symbol type="fill" name="0">
        <layer class="SimpleFill"><prop k="color" v="@swath@,64"/><prop k="outline_style" v="no"/></layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="sensor" name="Sensor"/>
    <alias field="length_m" name="Length with the sensor on (m)"/>
    <alias field="area_m2" name="Ground seen (m²)"/>
  </aliases>
  <previewExpression>route_id || ', ' || sensor</previewExpression>
  <mapTip><![CDATA[<b>[% if(area_m2 < 1000000, format_number(area_m2, 0) || ' m²', format_number(area_m2 / 1000000, if(area_m2 < 100000000, 1, 0)) || ' km²') %]</b> seen by [% replace(sensor, map('&', '&amp;', '<', '&lt;')) %]<br>
[% replace(route_id, map('&', '&amp;', '<', '&lt;')) %], on for [% if(length_m < 1000, format_number(length_m, 0) || ' m', format_number(length_m / 1000, 1) || ' km') %]]]></mapTip>
</qgis>
