<!-- Fixes: small rings on the routes, nearer in with their name or number; airfields where routes begin and end. Frame by frame each route shows the
     fix that it has last passed. -->
<qgis version="3.22.16" labelsEnabled="1">
  <temporal enabled="1" mode="2" startField="time" endField="until" limitMode="1"/>
  <renderer-v2 type="RuleRenderer" symbollevels="0">
    <rules key="fixes">
      <rule key="airfield" filter="airfield IS NOT NULL" label="@airfield_word@" symbol="airfield"/>
      <rule key="fix" filter="ELSE" label="@fix_word@" symbol="fix"/>
    </rules>
    <symbols>
      <symbol type="marker" name="airfield">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="3"/><prop k="color" v="255,255,255,255"/>
          <prop k="outline_color" v="@airfield@,255"/><prop k="outline_width" v="0.7"/>
        </layer>
      </symbol>
      <symbol type="marker" name="fix">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="1.5"/><prop k="color" v="255,255,255,255"/>
          <prop k="outline_color" v="@fix@,255"/><prop k="outline_width" v="0.35"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="rule-based">
    <rules key="labels">
      <rule key="airfields" filter="airfield IS NOT NULL AND fid = minimum(fid, group_by:=airfield)">
        <settings>
          <text-style fieldName="airfield" fontFamily="DejaVu Sans" fontSize="8" fontSizeUnit="Point" fontWeight="75" textColor="@airfield@,255">
            <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
          </text-style>
          <placement placement="6" dist="1" offsetType="1" predefinedPositionOrder="BR,TR,BL,TL,B,T" priority="7"/>
          <rendering obstacle="1"/>
        </settings>
      </rule>
      <rule key="numbers" filter="airfield IS NULL" scalemaxdenom="4000000">
        <settings>
          <text-style fieldName="coalesce(name, fix)" isExpression="1" fontFamily="DejaVu Sans" fontSize="7.5" fontSizeUnit="Point" fontWeight="50"
              textColor="46,52,64,255">
            <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
          </text-style>
          <placement placement="6" dist="0.8" offsetType="1" predefinedPositionOrder="BR,TR,BL,TL,B,T" priority="5"/>
          <rendering scaleVisibility="1" scaleMin="0" scaleMax="4000000" obstacle="1"/>
        </settings>
      </rule>
    </rules>
  </labeling>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="fix" name="Number of the fix"/>
    <alias field="name" name="Name"/>
    <alias field="time" name="Time (UTC)"/>
    <alias field="until" name="Until the next fix (UTC)"/>
    <alias field="altitude_m" name="Altitude (m)"/>
    <alias field="verdict" name="Verdict of the route"/>
    <alias field="airfield" name="Airfield that the route begins or ends at"/>
  </aliases>
  <previewExpression>route_id || ', fix ' || fix || coalesce(' ' || name, '')</previewExpression>
  <mapTip><![CDATA[<b>Fix [% fix %][% coalesce(' ' || replace(name, map('&', '&amp;', '<', '&lt;')), '') %]</b> of
[% replace(route_id, map('&', '&amp;', '<', '&lt;')) %]
[% coalesce('<br>' || format_date(time, 'yyyy-MM-dd HH:mm:ss') || ' UTC', '') %]
[% coalesce('<br>' || format_number(altitude_m, 0) || ' m', '') %]]]></mapTip>
</qgis>
