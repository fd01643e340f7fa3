<!-- Passages: the parts of routes inside zones, strong, with their length along the line; dashed where it is possible only. -->
<qgis version="3.22.16" labelsEnabled="1" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <temporal enabled="1" mode="2" startField="entry_time" endField="exit_time" limitMode="1"/>
  <renderer-v2 type="categorizedSymbol" attr="certainty" symbollevels="1">
    <categories>
      <category value="certain" label="@passage_word@" symbol="certain" render="true"/>
      <category value="possible" label="@possible_passage_word@" symbol="possible" render="true"/>
    </categories>
    <symbols>
      <symbol type="line" name="certain">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,220"/><prop k="line_width" v="1.9"/></layer>
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@passage@,255"/><prop k="line_width" v="1.1"/></layer>
      </symbol>
      <symbol type="line" name="possible">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,220"/><prop k="line_width" v="1.9"/></layer>
        <layer class="SimpleLine" pass="1">
          <prop k="line_color" v="@passage@,255"/><prop k="line_width" v="1.1"/><prop k="capstyle" v="flat"/>
          <prop k="use_custom_dash" v="1"/><prop k="customdash" v="1.6;1.6"/><prop k="customdash_unit" v="MM"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="if(length_m &lt; 1000, format_number(length_m, 0) || ' m', format_number(length_m / 1000, 1) || ' km')" isExpression="1" fontFamily="DejaVu Sans" fontSize="8" fontSizeUnit="Point"
          fontWeight="75" textColor="@passage@,255">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.9"/>
      </text-style>
      <placement placement="2" placementFlags="10" dist="1.1" priority="8"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="5000000" obstacle="1" mergeLines="0"/>
    </settings>
  </labeling>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone"/>
    <alias field="passage" name="Number of the passage"/>
    <alias field="entry_m" name="Entry, along the route (m)"/>
    <alias field="exit_m" name="Exit, along the route (m)"/>
    <alias field="length_m" name="Length (m)"/>
    <alias field="entry_time" name="Entry (UTC)"/>
    <alias field="exit_time" name="Exit (UTC)"/>
    <alias field="entry_altitude_m" name="Altitude at entry (m)"/>
    <alias field="exit_altitude_m" name="Altitude at exit (m)"/>
    <alias field="certainty" name="Certainty"/>
    <alias field="interpolated" name="Within a leg that was never observed"/>
  </aliases>
  <previewExpression>route_id || ' through ' || zone_id || ', ' || passage</previewExpression>
  <mapTip><![CDATA[<b>[% if(length_m < 1000, format_number(length_m, 0) || ' m', format_number(length_m / 1000, 3) || ' km') %]</b> inside[% if(certainty = 'possible', ', possibly', '') %]
[% replace(zone_id, map('&', '&amp;', '<', '&lt;')) %]<br>
[% replace(route_id, map('&', '&amp;', '<', '&lt;')) %], passage [% passage %]<br>
km [% format_number(entry_m / 1000, 3) %] – [% format_number(exit_m / 1000, 3) %] of the route
[% coalesce('<br>' || format_date(entry_time, 'yyyy-MM-dd HH:mm:ss') || ' – ' || format_date(exit_time, 'HH:mm:ss') || ' UTC', '') %]]]></mapTip>
</qgis>
