<!-- Routes in each cell, from afar where there are too many to draw each: the more the darker; a mark where violations begin. The project has the rule
     of level 1 for each level, at its scales. Cells are squares on the project's map; their corners are places, so that no gaps are
     between them on another. -->
<qgis version="3.22.16" labelsEnabled="0">
  <renderer-v2 type="RuleRenderer" symbollevels="1">
    <rules key="density">
      <rule key="level" filter="level = 1" label="Routes in each cell">
        <rule filter="routes &gt;= 1 AND routes &lt; 4" label="1 – 3" symbol="0"/>
        <rule filter="routes &gt;= 4 AND routes &lt; 16" label="4 – 15" symbol="1"/>
        <rule filter="routes &gt;= 16 AND routes &lt; 64" label="16 – 63" symbol="2"/>
        <rule filter="routes &gt;= 64 AND routes &lt; 256" label="64 – 255" symbol="3"/>
        <rule filter="routes &gt;= 256" label="256 and more" symbol="4"/>
        <rule filter="violations &gt; 0" label="violations begin here" symbol="violations"/>
      </rule>
    </rules>
    <symbols>
      <symbol type="fill" name="0"><layer class="SimpleFill" pass="0">
        <prop k="color" v="205,212,219,255"/><prop k="outline_color" v="205,212,219,255"/><prop k="outline_width" v="0.2"/><prop k="joinstyle" v="miter"/>
      </layer></symbol>
      <symbol type="fill" name="1"><layer class="SimpleFill" pass="0">
        <prop k="color" v="166,177,188,255"/><prop k="outline_color" v="166,177,188,255"/><prop k="outline_width" v="0.2"/><prop k="joinstyle" v="miter"/>
      </layer></symbol>
      <symbol type="fill" name="2"><layer class="SimpleFill" pass="0">
        <prop k="color" v="125,138,152,255"/><prop k="outline_color" v="125,138,152,255"/><prop k="outline_width" v="0.2"/><prop k="joinstyle" v="miter"/>
      </layer></symbol>
      <symbol type="fill" name="3"><layer class="SimpleFill" pass="0">
        <prop k="color" v="85,98,114,255"/><prop k="outline_color" v="85,98,114,255"/><prop k="outline_width" v="0.2"/><prop k="joinstyle" v="miter"/>
      </layer></symbol>
      <symbol type="fill" name="4"><layer class="SimpleFill" pass="0">
        <prop k="color" v="46,56,72,255"/><prop k="outline_color" v="46,56,72,255"/><prop k="outline_width" v="0.2"/><prop k="joinstyle" v="miter"/>
      </layer></symbol>
      <symbol type="fill" name="violations"><layer class="CentroidFill" pass="1">
        <prop k="point_on_surface" v="0"/><prop k="point_on_all_parts" v="0"/>
        <symbol type="marker" name="begin"><layer class="SimpleMarker">
          <prop k="name" v="diamond"/><prop k="size" v="2.8"/><prop k="color" v="@violation@,255"/>
          <prop k="outline_color" v="255,255,255,255"/><prop k="outline_width" v="0.25"/>
        </layer></symbol>
      </layer></symbol>
    </symbols>
  </renderer-v2>
  <layerOpacity>0.84</layerOpacity>
  <aliases>
    <alias field="level" name="Level"/>
    <alias field="cell_m" name="Cell (m)"/>
    <alias field="routes" name="Routes through it"/>
    <alias field="violations" name="Violations that begin in it"/>
  </aliases>
  <previewExpression>routes || ' routes'</previewExpression>
  <mapTip><![CDATA[<b>[% routes %] routes</b> through this cell, [% violations %] violations begin in it]]></mapTip>
</qgis>
