<!-- Gaps: what was not seen of each zone. Hatched level, so that it is told from a disputed zone. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <renderer-v2 type="singleSymbol" symbollevels="0">
    <symbols>
      <symbol type="fill" name="0">
        <layer class="LinePatternFill">
          <prop k="angle" v="0"/><prop k="distance" v="1.4"/><prop k="line_width" v="0.25"/>
          <symbol type="line" name="hatch"><layer class="SimpleLine">
            <prop k="line_color" v="@gap@,255"/><prop k="line_width" v="0.25"/>
          </layer></symbol>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <aliases>
    <alias field="zone_id" name="Zone"/>
    <alias field="sensor" name="Sensor"/>
    <alias field="area_m2" name="Area of the zone (m²)"/>
    <alias field="covered_m2" name="Area seen (m²)"/>
    <alias field="covered_fraction" name="Part seen (0–1)"/>
    <alias field="flights" name="Flights that added to it"/>
  </aliases>
  <previewExpression>zone_id || ', ' || sensor</previewExpression>
  <mapTip><![CDATA[<b>[% format_number(100 * (1 - covered_fraction), 1) %] %</b> of [% replace(zone_id, map('&', '&amp;', '<', '&lt;')) %]
not seen<br>
[% if((area_m2 - covered_m2) < 1000000, format_number((area_m2 - covered_m2), 0) || ' m²', format_number((area_m2 - covered_m2) / 1000000, if((area_m2 - covered_m2) < 100000000, 1, 0)) || ' km²') %] of
[% if(area_m2 < 1000000, format_number(area_m2, 0) || ' m²', format_number(area_m2 / 1000000, if(area_m2 < 100000000, 1, 0)) || ' km²') %],
[% replace(sensor, map('&', '&amp;', '<', '&lt;')) %]]]></mapTip>
</qgis>
