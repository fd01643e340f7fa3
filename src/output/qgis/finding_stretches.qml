<!-- The stretches of routes that findings are about, by severity: broad bands below the routes. -->
<qgis version="3.22.16" labelsEnabled="0">
  <renderer-v2 type="categorizedSymbol" attr="severity" symbollevels="0">
    <categories>
      <category value="violation" label="@violation_word@" symbol="violation-stretch" render="true"/>
      <category value="undecided" label="@undecided_word@" symbol="undecided-stretch" render="true"/>
      <category value="warning" label="@warning_word@" symbol="warning-stretch" render="true"/>
      <category value="information" label="@information_word@" symbol="information-stretch" render="true"/>
    </categories>
    <symbols>
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
