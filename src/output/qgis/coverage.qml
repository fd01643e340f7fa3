<!-- Coverage: what was seen of each zone. Opaque in a translucent layer, so that neither the cut at the antimeridian nor several sensors show. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <renderer-v2 type="singleSymbol" symbollevels="0">
    <symbols>
      <symbol type="fill" name="0">
        <layer class="SimpleFill">
          <prop k="color" v="@coverage@,255"/><prop k="outline_color" v="@coverage@,255"/><prop k="outline_width" v="0.1"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <layerOpacity>0.35</layerOpacity>
  <aliases>
    <alias field="zone_id" name="Zone"/>
    <alias field="sensor" name="Sensor"/>
    <alias field="area_m2" name="Area of the zone (m²)"/>
    <alias field="covered_m2" name="Area seen (m²)"/>
    <alias field="covered_fraction" name="Part seen (0–1)"/>
    <alias field="flights" name="Flights that added to it"/>
  </aliases>
  <previewExpression>zone_id || ', ' || sensor</previewExpression>
  <mapTip><![CDATA[<b>[% format_number(100 * covered_fraction, 1) %] %</b> of [% replace(zone_id, map('&', '&amp;', '<', '&lt;')) %] seen<br>
[% if(covered_m2 < 1000000, format_number(covered_m2, 0) || ' m²', format_number(covered_m2 / 1000000, if(covered_m2 < 100000000, 1, 0)) || ' km²') %] of
[% if(area_m2 < 1000000, format_number(area_m2, 0) || ' m²', format_number(area_m2 / 1000000, if(area_m2 < 100000000, 1, 0)) || ' km²') %],
[% replace(sensor, map('&', '&amp;', '<', '&lt;')) %], [% flights %] flights]]></mapTip>
</qgis>
