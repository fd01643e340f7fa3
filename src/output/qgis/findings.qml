<!-- Findings by severity, the worst on top. In analysis.gpkg they are points; findings.geojson has stretches, too, of which QGIS makes a second layer
     with this style: each of the two draws what it has. -->
<qgis version="3.22.16" labelsEnabled="0">
  <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="1">
    <rules key="findings">
      <rule key="violation" filter="severity = 'violation' AND geometry_type($geometry) = 'Point'" label="@violation_word@" symbol="violation"/>
      <rule key="undecided" filter="severity = 'undecided' AND geometry_type($geometry) = 'Point'" label="@undecided_word@" symbol="undecided"/>
      <rule key="warning" filter="severity = 'warning' AND geometry_type($geometry) = 'Point'" label="@warning_word@" symbol="warning"/>
      <rule key="information" filter="severity = 'information' AND geometry_type($geometry) = 'Point'" label="@information_word@" symbol="information"/>
      <rule key="violation-stretch" filter="severity = 'violation' AND geometry_type($geometry) = 'Line'"
        label="@violation_word@, along a stretch" symbol="violation-stretch"/>
      <rule key="undecided-stretch" filter="severity = 'undecided' AND geometry_type($geometry) = 'Line'"
        label="@undecided_word@, along a stretch" symbol="undecided-stretch"/>
      <rule key="warning-stretch" filter="severity = 'warning' AND geometry_type($geometry) = 'Line'"
        label="@warning_word@, along a stretch" symbol="warning-stretch"/>
      <rule key="information-stretch" filter="severity = 'information' AND geometry_type($geometry) = 'Line'"
        label="@information_word@, along a stretch" symbol="information-stretch"/>
    </rules>
    <symbols>
      <symbol type="marker" name="violation">
        <layer class="SimpleMarker">
          <prop k="name" v="diamond"/><prop k="size" v="5.8"/><prop k="color" v="255,255,255,255"/><prop k="outline_style" v="no"/>
        </layer>
        <layer class="SimpleMarker">
          <prop k="name" v="diamond"/><prop k="size" v="4.6"/><prop k="color" v="@violation@,255"/>
          <prop k="outline_color" v="40,44,52,255"/><prop k="outline_width" v="0.25"/>
        </layer>
      </symbol>
      <symbol type="marker" name="undecided">
        <layer class="SimpleMarker">
          <prop k="name" v="square"/><prop k="size" v="4.6"/><prop k="color" v="255,255,255,255"/><prop k="outline_style" v="no"/>
        </layer>
        <layer class="SimpleMarker">
          <prop k="name" v="square"/><prop k="size" v="3.5"/><prop k="color" v="@undecided@,255"/>
          <prop k="outline_color" v="40,44,52,255"/><prop k="outline_width" v="0.25"/>
        </layer>
      </symbol>
      <symbol type="marker" name="warning">
        <layer class="SimpleMarker">
          <prop k="name" v="triangle"/><prop k="size" v="5.2"/><prop k="color" v="255,255,255,255"/><prop k="outline_style" v="no"/>
        </layer>
        <layer class="SimpleMarker">
          <prop k="name" v="triangle"/><prop k="size" v="4"/><prop k="color" v="@warning@,255"/>
          <prop k="outline_color" v="40,44,52,255"/><prop k="outline_width" v="0.25"/>
        </layer>
      </symbol>
      <symbol type="marker" name="information">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="4.4"/><prop k="color" v="255,255,255,255"/><prop k="outline_style" v="no"/>
        </layer>
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="3.2"/><prop k="color" v="@information@,255"/>
          <prop k="outline_color" v="40,44,52,255"/><prop k="outline_width" v="0.25"/>
        </layer>
      </symbol>
      <symbol type="line" name="violation-stretch" alpha="0.55">
        <layer class="SimpleLine"><prop k="line_color" v="@violation@,255"/><prop k="line_width" v="3"/><prop k="capstyle" v="flat"/></layer>
      </symbol>
      <symbol type="line" name="undecided-stretch" alpha="0.55">
        <layer class="SimpleLine"><prop k="line_color" v="@undecided@,255"/><prop k="line_width" v="2.8"/><prop k="capstyle" v="flat"/></layer>
      </symbol>
      <symbol type="line" name="warning-stretch" alpha="0.55">
        <layer class="SimpleLine"><prop k="line_color" v="@warning@,255"/><prop k="line_width" v="2.6"/><prop k="capstyle" v="flat"/></layer>
      </symbol>
      <symbol type="line" name="information-stretch" alpha="0.55">
        <layer class="SimpleLine"><prop k="line_color" v="@information@,255"/><prop k="line_width" v="2.2"/><prop k="capstyle" v="flat"/></layer>
      </symbol>
    </symbols>
    <orderby>
      <orderByClause asc="1" nullsFirst="1">array_find(array('information', 'warning', 'undecided', 'violation'), severity)</orderByClause>
    </orderby>
  </renderer-v2>
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone or line"/>
    <alias field="rule" name="Rule"/>
    <alias field="severity" name="Severity"/>
    <alias field="judged" name="Judged"/>
    <alias field="clause" name="Clause"/>
    <alias field="measured" name="Measured"/>
    <alias field="limit" name="Limit"/>
    <alias field="margin" name="Margin"/>
    <alias field="unit" name="Unit"/>
    <alias field="from_m" name="From, along the route (m)"/>
    <alias field="to_m" name="To, along the route (m)"/>
    <alias field="status" name="Status of the rule"/>
    <alias field="message" name="What was found"/>
    <alias field="source" name="Source"/>
    <alias field="standing" name="Status, or remembered"/>
    <alias field="least" name="Measured, at least"/>
    <alias field="most" name="Measured, at most"/>
  </aliases>
  <attributetableconfig sortExpression="array_find(array('violation', 'undecided', 'warning', 'information'), severity)" sortOrder="0"/>
  <previewExpression>severity || ': ' || route_id || ', ' || rule</previewExpression>
  <mapTip><![CDATA[<b>[% replace(severity, map('&', '&amp;', '<', '&lt;')) %]: [% replace(route_id, map('&', '&amp;', '<', '&lt;')) %]</b><br>
[% replace(message, map('&', '&amp;', '<', '&lt;')) %]
[% coalesce('<br>measured ' || format_number(measured, 3) || coalesce(', limit ' || format_number("limit", 3), '') ||
   ' ' || coalesce(unit, ''), '') %]<br>
[% replace(rule, map('&', '&amp;', '<', '&lt;')) %][% coalesce(' (' || replace(status, map('&', '&amp;', '<', '&lt;')) || ')', '') %]
[% coalesce('<br>' || replace(clause, map('&', '&amp;', '<', '&lt;')), '') %]
[% coalesce('<br><i>' || replace(source, map('&', '&amp;', '<', '&lt;')) || '</i>', '') %]]]></mapTip>
</qgis>
