<!-- Stand-offs: what is nearer to a zone than a rule wants, below the zones. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <renderer-v2 type="singleSymbol" symbollevels="0">
    <symbols>
      <symbol type="fill" name="0">
        <layer class="SimpleFill">
          <prop k="color" v="@standoff_band@,26"/><prop k="outline_color" v="@standoff_band@,255"/>
          <prop k="outline_width" v="0.4"/><prop k="outline_style" v="dash"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <aliases>
    <alias field="zone_id" name="Zone"/>
    <alias field="name" name="Its name"/>
    <alias field="standoff_m" name="Distance to keep (m)"/>
  </aliases>
  <previewExpression>'Stand-off of ' || coalesce(name, zone_id)</previewExpression>
  <mapTip><![CDATA[<b>[% if(standoff_m < 1000, format_number(standoff_m, 0) || ' m', format_number(standoff_m / 1000, 1) || ' km') %]</b> to keep from
[% replace(coalesce(name, zone_id), map('&', '&amp;', '<', '&lt;')) %]]]></mapTip>
</qgis>
