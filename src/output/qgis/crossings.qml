<!-- Crossings: entries point to the right, exits to the left, a touch is a ring; nearer in they have their time, or the distance along the route. -->
<qgis version="3.22.16" labelsEnabled="1">
  <temporal enabled="1" mode="1" startField="time" limitMode="1" fixedDuration="0" durationUnit="min"/>
  <renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0">
    <categories>
      <category value="entry" label="@entry_word@" symbol="entry" render="true"/>
      <category value="exit" label="@exit_word@" symbol="exit" render="true"/>
      <category value="touch" label="@touch_word@" symbol="touch" render="true"/>
    </categories>
    <symbols>
      <symbol type="marker" name="entry">
        <layer class="SimpleMarker">
          <prop k="name" v="equilateral_triangle"/><prop k="angle" v="90"/><prop k="size" v="2.8"/><prop k="color" v="@entry@,255"/>
          <prop k="outline_color" v="255,255,255,255"/><prop k="outline_width" v="0.35"/>
        </layer>
      </symbol>
      <symbol type="marker" name="exit">
        <layer class="SimpleMarker">
          <prop k="name" v="equilateral_triangle"/><prop k="angle" v="270"/><prop k="size" v="2.8"/><prop k="color" v="@exit@,255"/>
          <prop k="outline_color" v="255,255,255,255"/><prop k="outline_width" v="0.35"/>
        </layer>
      </symbol>
      <symbol type="marker" name="touch">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="2.4"/><prop k="color" v="255,255,255,255"/>
          <prop k="outline_color" v="@touch@,255"/><prop k="outline_width" v="0.5"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="coalesce(format_date(time, 'HH:mm:ss'), if(along_m &lt; 1000, format_number(along_m, 0) || ' m', 'km ' || format_number(along_m / 1000, 1)))" isExpression="1"
          fontFamily="DejaVu Sans" fontSize="7.5" fontSizeUnit="Point" fontWeight="50" textColor="46,52,64,255">
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
      </text-style>
      <placement placement="6" dist="1" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,R,L" priority="6"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="1500000" obstacle="1"/>
    </settings>
  </labeling>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone"/>
    <alias field="kind" name="Kind"/>
    <alias field="along_m" name="Along the route (m)"/>
    <alias field="time" name="Time (UTC)"/>
    <alias field="altitude_m" name="Altitude (m)"/>
    <alias field="through" name="Through"/>
    <alias field="certainty" name="Certainty"/>
    <alias field="interpolated" name="Within a leg that was never observed"/>
  </aliases>
  <previewExpression>kind || ', ' || route_id || ', ' || zone_id</previewExpression>
  <mapTip><![CDATA[<b>[% replace(kind, map('&', '&amp;', '<', '&lt;')) %]</b> through the [% through %][% if(certainty = 'possible', ', possibly', '') %]: [% replace(route_id, map('&', '&amp;', '<', '&lt;')) %],
[% replace(zone_id, map('&', '&amp;', '<', '&lt;')) %]<br>
km [% format_number(along_m / 1000, 3) %] of the route
[% coalesce('<br>' || format_date(time, 'yyyy-MM-dd HH:mm:ss') || ' UTC', '') %]
[% coalesce('<br>' || format_number(altitude_m, 0) || ' m', '') %]]]></mapTip>
</qgis>
