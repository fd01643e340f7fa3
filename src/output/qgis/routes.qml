<!-- Routes by verdict, and those that comply by whether they have warnings ("warnings" was a verdict of earlier versions); those that no rule judged by whether they meet a zone. A white casing lifts them off what is below, chevrons show the way. The thin lines are the project's, for crowds of routes. -->
<qgis version="3.22.16" labelsEnabled="1" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <temporal enabled="1" mode="2" startField="start_time" endField="end_time" limitMode="1"/>
  <renderer-v2 type="RuleRenderer" symbollevels="1">
    <rules key="routes">
      <rule key="violates" filter="verdict = 'violates'" label="@violates_word@" symbol="violates"/>
      <rule key="undecided" filter="verdict = 'undecided'" label="@is_undecided_word@" symbol="undecided"/>
      <rule key="warnings" filter="verdict = 'warnings' OR (verdict = 'complies' AND coalesce(attribute($currentfeature, 'warnings'), 0) &gt; 0)"
        label="@complies_with_warnings_word@" symbol="warnings"/>
      <rule key="complies" filter="verdict = 'complies' AND coalesce(attribute($currentfeature, 'warnings'), 0) = 0" label="@complies_word@" symbol="complies"/>
      <rule key="meets" filter="verdict IS NULL AND zones &gt; 0" label="@not_judged_word@, meets a zone" symbol="meets"/>
      <rule key="clear" filter="ELSE" label="@not_judged_word@, meets no zone" symbol="clear"/>
    </rules>
    <symbols>
      <symbol type="line" name="violates">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="1.3"/></layer>
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@violates@,255"/><prop k="line_width" v="0.6"/></layer>
        <layer class="MarkerLine" pass="1">
          <prop k="placement" v="interval"/><prop k="interval" v="30"/><prop k="offset_along_line" v="15"/>
          <symbol type="marker" name="way"><layer class="SimpleMarker">
            <prop k="name" v="arrowhead"/><prop k="size" v="2"/><prop k="outline_color" v="@violates@,255"/><prop k="outline_width" v="0.45"/>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="line" name="undecided">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="1.3"/></layer>
        <layer class="SimpleLine" pass="1">
          <prop k="line_color" v="@is_undecided@,255"/><prop k="line_width" v="0.6"/>
          <prop k="use_custom_dash" v="1"/><prop k="customdash" v="2.2;1.2"/><prop k="capstyle" v="flat"/>
        </layer>
        <layer class="MarkerLine" pass="1">
          <prop k="placement" v="interval"/><prop k="interval" v="30"/><prop k="offset_along_line" v="15"/>
          <symbol type="marker" name="way"><layer class="SimpleMarker">
            <prop k="name" v="arrowhead"/><prop k="size" v="2"/><prop k="outline_color" v="@is_undecided@,255"/><prop k="outline_width" v="0.45"/>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="line" name="warnings">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="1.3"/></layer>
        <layer class="SimpleLine" pass="1">
          <prop k="line_color" v="@complies@,255"/><prop k="line_width" v="0.6"/>
          <prop k="use_custom_dash" v="1"/><prop k="customdash" v="5;1.2"/><prop k="capstyle" v="flat"/>
        </layer>
        <layer class="MarkerLine" pass="1">
          <prop k="placement" v="interval"/><prop k="interval" v="30"/><prop k="offset_along_line" v="15"/>
          <symbol type="marker" name="way"><layer class="SimpleMarker">
            <prop k="name" v="arrowhead"/><prop k="size" v="2"/><prop k="outline_color" v="@complies@,255"/><prop k="outline_width" v="0.45"/>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="line" name="complies">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="1.3"/></layer>
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@complies@,255"/><prop k="line_width" v="0.6"/></layer>
        <layer class="MarkerLine" pass="1">
          <prop k="placement" v="interval"/><prop k="interval" v="30"/><prop k="offset_along_line" v="15"/>
          <symbol type="marker" name="way"><layer class="SimpleMarker">
            <prop k="name" v="arrowhead"/><prop k="size" v="2"/><prop k="outline_color" v="@complies@,255"/><prop k="outline_width" v="0.45"/>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="line" name="meets">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="1.3"/></layer>
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@not_judged@,255"/><prop k="line_width" v="0.6"/></layer>
        <layer class="MarkerLine" pass="1">
          <prop k="placement" v="interval"/><prop k="interval" v="30"/><prop k="offset_along_line" v="15"/>
          <symbol type="marker" name="way"><layer class="SimpleMarker">
            <prop k="name" v="arrowhead"/><prop k="size" v="2"/><prop k="outline_color" v="@not_judged@,255"/><prop k="outline_width" v="0.45"/>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="line" name="clear">
        <layer class="SimpleLine" pass="0"><prop k="line_color" v="255,255,255,200"/><prop k="line_width" v="0.9"/></layer>
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@not_judged@,255"/><prop k="line_width" v="0.3"/></layer>
      </symbol>
      <symbol type="line" name="violates-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@violates@,255"/><prop k="line_width" v="0.5"/></layer>
      </symbol>
      <symbol type="line" name="undecided-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@is_undecided@,255"/><prop k="line_width" v="0.2"/></layer>
      </symbol>
      <symbol type="line" name="warnings-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@complies@,255"/><prop k="line_width" v="0.2"/></layer>
      </symbol>
      <symbol type="line" name="complies-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@complies@,255"/><prop k="line_width" v="0.2"/></layer>
      </symbol>
      <symbol type="line" name="meets-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@not_judged@,255"/><prop k="line_width" v="0.2"/></layer>
      </symbol>
      <symbol type="line" name="clear-thin">
        <layer class="SimpleLine" pass="1"><prop k="line_color" v="@not_judged@,255"/><prop k="line_width" v="0.2"/></layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="coalesce(attribute($currentfeature, 'name'), route_id)" isExpression="1" fontFamily="DejaVu Sans" fontSize="8"
          fontSizeUnit="Point" fontWeight="50" textColor="46,52,64,255">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
      </text-style>
      <placement placement="2" placementFlags="10" dist="1" priority="4"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="30000000" obstacle="1" mergeLines="0"/>
    </settings>
  </labeling>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="verdict" name="Verdict"/>
    <alias field="violations" name="Violations"/>
    <alias field="undecided" name="Undecided"/>
    <alias field="warnings" name="Warnings"/>
    <alias field="length_m" name="Length (m)"/>
    <alias field="inside_m" name="Length inside zones (m)"/>
    <alias field="zones" name="Zones it meets"/>
    <alias field="passages" name="Passages"/>
    <alias field="crossings" name="Crossings"/>
    <alias field="start_time" name="First fix (UTC)"/>
    <alias field="end_time" name="Last fix (UTC)"/>
    <alias field="densified_m" name="Drawn within (m)"/>
  </aliases>
  <attributetableconfig sortOrder="0"
    sortExpression="coalesce(array_find(array('violates', 'undecided', 'complies'), attribute($currentfeature, 'verdict')), 3)"/>
  <previewExpression>route_id</previewExpression>
  <mapTip><![CDATA[<b>[% replace(route_id, map('&', '&amp;', '<', '&lt;')) %]</b>
[% coalesce('<br>' || replace(attribute($currentfeature, 'name'), map('&', '&amp;', '<', '&lt;')), '') %]
[% coalesce('<br>' || verdict || if(verdict = 'complies' AND attribute($currentfeature, 'warnings') > 0, ', with warnings', ''), '') %]<br>
[% if(length_m < 1000, format_number(length_m, 0) || ' m', format_number(length_m / 1000, 1) || ' km') %], of it [% if(inside_m < 1000, format_number(inside_m, 0) || ' m', format_number(inside_m / 1000, 1) || ' km') %] inside zones ([% passages %] passages)
[% 
  coalesce('<br>' || format_date(start_time, 'yyyy-MM-dd HH:mm') || ' – ' || format_date(end_time, 'yyyy-MM-dd HH:mm') || ' UTC', '') %]]]></mapTip>
</qgis>
