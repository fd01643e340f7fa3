<!-- Land boundaries between states; those in dispute are dashed. -->
<qgis version="3.22.16" labelsEnabled="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <flags><Identifiable>0</Identifiable></flags>
  <renderer-v2 type="RuleRenderer" symbollevels="0">
    <rules key="boundaries">
      <rule key="disputed" filter="disputed" label="disputed boundary" symbol="disputed"/>
      <rule key="settled" filter="ELSE" label="boundary" symbol="settled"/>
    </rules>
    <symbols>
      <symbol type="line" name="settled">
        <layer class="SimpleLine"><prop k="line_color" v="185,180,168,255"/><prop k="line_width" v="0.3"/></layer>
      </symbol>
      <symbol type="line" name="disputed">
        <layer class="SimpleLine">
          <prop k="line_color" v="185,180,168,255"/><prop k="line_width" v="0.3"/><prop k="use_custom_dash" v="1"/><prop k="customdash" v="1.8;1.2"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
</qgis>
