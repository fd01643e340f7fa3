<!-- Zones. The colour says the kind of restriction; hatching that it is disputed, a dashed outline without fill that it was lifted: those two rules
     draw over the others, in the same colour, and are grey in the legend only. Where a zone is cut at the antimeridian the ordinary outline would
     show the cut: there it is off, and a line without the cut is drawn instead. What the symbols have in common stands in the variables. -->
<qgis version="3.22.16" labelsEnabled="1" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1">
  <customproperties>
    <Option type="Map">
      <Option name="variableNames" type="StringList">
        <Option type="QString" value="kind_colour"/>
        <Option type="QString" value="is_cut"/>
        <Option type="QString" value="fill_style"/>
        <Option type="QString" value="outline_style"/>
        <Option type="QString" value="uncut_style"/>
        <Option type="QString" value="uncut_outline"/>
      </Option>
      <Option name="variableValues" type="StringList">
        <Option type="QString" value="CASE
          WHEN restriction = 'prohibited' THEN '@prohibited@'
          WHEN restriction IN ('min_altitude', 'max_altitude') THEN '@altitude@'
          WHEN restriction = 'standoff' THEN '@standoff@'
          WHEN restriction IN ('max_distance', 'flight_distance', 'airfields', 'crossings', 'circling', 'notice', 'completion', 'deviation',
            'airfield_reach') THEN '@distance@'
          ELSE '@other@' END"/>
        <Option type="QString" value="x_min($geometry) = -180 OR x_max($geometry) = 180"/>
        <Option type="QString" value="if(status IN ('disputed', 'lifted'), 'no', 'solid')"/>
        <Option type="QString" value="if(eval(@is_cut) OR status = 'lifted', 'no', 'solid')"/>
        <Option type="QString" value="if(status = 'lifted', 'dash', 'solid')"/>
        <Option type="QString" value="if(eval(@is_cut), difference(boundary($geometry),
          geom_from_wkt('LINESTRING(-180 90, -180 -90, 180 -90, 180 90, -180 90)')), NULL)"/>
      </Option>
    </Option>
  </customproperties>
  <renderer-v2 type="RuleRenderer" symbollevels="0">
    <rules key="zones">
      <rule key="kind" label="Restriction">
        <rule key="prohibited" filter="restriction = 'prohibited'" label="@prohibited_word@" symbol="prohibited"/>
        <rule key="altitude" filter="restriction IN ('min_altitude', 'max_altitude')" label="@altitude_word@" symbol="altitude"/>
        <rule key="standoff" filter="restriction = 'standoff'" label="@standoff_word@" symbol="standoff"/>
        <rule key="distance" filter="restriction IN ('max_distance', 'flight_distance', 'airfields', 'crossings', 'circling',
          'notice', 'completion', 'deviation', 'airfield_reach')" label="@distance_word@" symbol="distance"/>
        <rule key="none" filter="ELSE" label="@other_word@" symbol="none"/>
      </rule>
      <rule key="status" label="Its status">
        <rule key="disputed" filter="status = 'disputed'" label="disputed" symbol="disputed"/>
        <rule key="lifted" filter="status = 'lifted'" label="lifted since" symbol="lifted"/>
      </rule>
    </rules>
    <symbols>
      <symbol type="fill" name="prohibited">
        <layer class="SimpleFill">
          <prop k="color" v="@prohibited@,64"/><prop k="outline_color" v="@prohibited@,255"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="fillStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@fill_style)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@outline_style)"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
        <layer class="GeometryGenerator">
          <prop k="SymbolType" v="Line"/><prop k="geometryModifier" v="eval(@uncut_outline)"/>
          <symbol type="line" name="uncut"><layer class="SimpleLine">
            <prop k="line_color" v="@prohibited@,0"/><prop k="line_width" v="0.4"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
              <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@uncut_style)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="altitude">
        <layer class="SimpleFill">
          <prop k="color" v="@altitude@,64"/><prop k="outline_color" v="@altitude@,255"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="fillStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@fill_style)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@outline_style)"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
        <layer class="GeometryGenerator">
          <prop k="SymbolType" v="Line"/><prop k="geometryModifier" v="eval(@uncut_outline)"/>
          <symbol type="line" name="uncut"><layer class="SimpleLine">
            <prop k="line_color" v="@altitude@,0"/><prop k="line_width" v="0.4"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
              <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@uncut_style)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="standoff">
        <layer class="SimpleFill">
          <prop k="color" v="@standoff@,64"/><prop k="outline_color" v="@standoff@,255"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="fillStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@fill_style)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@outline_style)"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
        <layer class="GeometryGenerator">
          <prop k="SymbolType" v="Line"/><prop k="geometryModifier" v="eval(@uncut_outline)"/>
          <symbol type="line" name="uncut"><layer class="SimpleLine">
            <prop k="line_color" v="@standoff@,0"/><prop k="line_width" v="0.4"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
              <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@uncut_style)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="distance">
        <layer class="SimpleFill">
          <prop k="color" v="@distance@,64"/><prop k="outline_color" v="@distance@,255"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="fillStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@fill_style)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@outline_style)"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
        <layer class="GeometryGenerator">
          <prop k="SymbolType" v="Line"/><prop k="geometryModifier" v="eval(@uncut_outline)"/>
          <symbol type="line" name="uncut"><layer class="SimpleLine">
            <prop k="line_color" v="@distance@,0"/><prop k="line_width" v="0.4"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
              <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@uncut_style)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="none">
        <layer class="SimpleFill">
          <prop k="color" v="@other@,64"/><prop k="outline_color" v="@other@,255"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="fillStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@fill_style)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@outline_style)"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
        <layer class="GeometryGenerator">
          <prop k="SymbolType" v="Line"/><prop k="geometryModifier" v="eval(@uncut_outline)"/>
          <symbol type="line" name="uncut"><layer class="SimpleLine">
            <prop k="line_color" v="@other@,0"/><prop k="line_width" v="0.4"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
              <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@uncut_style)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="disputed">
        <layer class="LinePatternFill">
          <prop k="angle" v="45"/><prop k="distance" v="2.4"/><prop k="line_width" v="0.25"/>
          <symbol type="line" name="hatch"><layer class="SimpleLine">
            <prop k="line_color" v="91,100,112,255"/><prop k="line_width" v="0.25"/>
            <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
              <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
                <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
            </Option></Option></data_defined_properties>
          </layer></symbol>
        </layer>
      </symbol>
      <symbol type="fill" name="lifted">
        <layer class="SimpleFill">
          <prop k="style" v="no"/><prop k="outline_color" v="91,100,112,255"/><prop k="outline_style" v="dash"/><prop k="outline_width" v="0.4"/>
          <data_defined_properties><Option type="Map"><Option name="type" type="QString" value="collection"/><Option name="properties" type="Map">
            <Option name="outlineColor" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="eval(@kind_colour)"/></Option>
            <Option name="outlineStyle" type="Map"><Option name="active" type="bool" value="true"/><Option name="type" type="int" value="3"/>
              <Option name="expression" type="QString" value="if(eval(@is_cut), 'no', 'dash')"/></Option>
          </Option></Option></data_defined_properties>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="coalesce(name, zone_id)" isExpression="1" fontFamily="DejaVu Sans"
          fontSize="9" fontSizeUnit="Point" fontWeight="50" fontItalic="1" textColor="59,66,82,255">
        <text-buffer bufferDraw="1" bufferSize="0.9" bufferSizeUnits="MM" bufferColor="247,246,242,255" bufferOpacity="0.85"/>
      </text-style>
      <text-format wrapChar="" autoWrapLength="22" multilineAlign="1"/>
      <placement placement="4" priority="7" fitInPolygonOnly="0"/>
      <rendering obstacle="0" drawLabels="1" labelPerPart="0"/>
    </settings>
  </labeling>
  <aliases>
    <alias field="zone_id" name="Zone"/>
    <alias field="name" name="Name"/>
    <alias field="restriction" name="Restriction"/>
    <alias field="status" name="Status of the restriction"/>
    <alias field="edges" name="Edges"/>
    <alias field="routes" name="Routes that meet it"/>
    <alias field="passages" name="Passages"/>
    <alias field="crossings" name="Crossings"/>
    <alias field="inside_m" name="Length of routes inside (m)"/>
    <alias field="area_m2" name="Area (m²)"/>
    <alias field="max_distance_km" name="Greatest distance (km)"/>
    <alias field="standoff_km" name="Distance to keep (km)"/>
    <alias field="min_altitude_m" name="Least altitude (m)"/>
    <alias field="max_altitude_m" name="Greatest altitude (m)"/>
    <alias field="uncertainty_m" name="Outline uncertain by (m)"/>
    <alias field="within_m" name="Within the volume, surely (m)"/>
    <alias field="within_at_most_m" name="Within the volume, at most (m)"/>
    <alias field="standoff_m" name="Distance to keep (m)"/>
  </aliases>
  <previewExpression>coalesce(name, zone_id)</previewExpression>
  <mapTip><![CDATA[<b>[% replace(coalesce(name, zone_id), map('&', '&amp;', '<', '&lt;')) %]</b><br>
[% replace(if(coalesce(restriction, 'none') = 'none', 'no limit of its own', replace(restriction, '_', ' ')) || coalesce(', ' || status, ''),
  map('&', '&amp;', '<', '&lt;')) %]
[% coalesce('<br>' || replace(attribute($currentfeature, 'clause'), map('&', '&amp;', '<', '&lt;')), '') %]<br>
[% routes %] routes, [% passages %] passages, [% if(inside_m < 1000, format_number(inside_m, 0) || ' m', format_number(inside_m / 1000, 1) || ' km') %] inside<br>
[% if(area_m2 < 1000000, format_number(area_m2, 0) || ' m²', format_number(area_m2 / 1000000, if(area_m2 < 100000000, 1, 0)) || ' km²') %]
[% coalesce('<br><i>' || replace(attribute($currentfeature, 'source'), map('&', '&amp;', '<', '&lt;')) || '</i>', '') %]]]></mapTip>
</qgis>
