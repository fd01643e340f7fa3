<!-- Names of towns: small and grey, none where a town is no point any more, only so many that they are 20 mm apart at each scale, the largest first. -->
<qgis version="3.22.16" labelsEnabled="1">
  <flags><Identifiable>0</Identifiable></flags>
  <renderer-v2 type="RuleRenderer" symbollevels="0">
    <rules key="places">
      <rule filter="apart_m &gt;= 9000" scalemindenom="60000" scalemaxdenom="500000" symbol="0"/>
      <rule filter="apart_m &gt;= 24000" scalemindenom="500000" scalemaxdenom="1200000" symbol="1"/>
      <rule filter="apart_m &gt;= 60000" scalemindenom="1200000" scalemaxdenom="3000000" symbol="2"/>
      <rule filter="apart_m &gt;= 160000" scalemindenom="3000000" scalemaxdenom="8000000" symbol="3"/>
      <rule filter="apart_m &gt;= 400000" scalemindenom="8000000" scalemaxdenom="20000000" symbol="4"/>
      <rule filter="apart_m &gt;= 1200000" scalemindenom="20000000" scalemaxdenom="60000000" symbol="5"/>
    </rules>
    <symbols>
      <symbol type="marker" name="0">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
      <symbol type="marker" name="1">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
      <symbol type="marker" name="2">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
      <symbol type="marker" name="3">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
      <symbol type="marker" name="4">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
      <symbol type="marker" name="5">
        <layer class="SimpleMarker">
          <prop k="name" v="circle"/><prop k="size" v="0.9"/><prop k="color" v="104,112,122,255"/><prop k="outline_style" v="no"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="rule-based">
    <rules key="names">
      <rule filter="apart_m &gt;= 9000" scalemindenom="60000" scalemaxdenom="500000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
      <rule filter="apart_m &gt;= 24000" scalemindenom="500000" scalemaxdenom="1200000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
      <rule filter="apart_m &gt;= 60000" scalemindenom="1200000" scalemaxdenom="3000000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
      <rule filter="apart_m &gt;= 160000" scalemindenom="3000000" scalemaxdenom="8000000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
      <rule filter="apart_m &gt;= 400000" scalemindenom="8000000" scalemaxdenom="20000000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
      <rule filter="apart_m &gt;= 1200000" scalemindenom="20000000" scalemaxdenom="60000000">
        <settings>
          <text-style fieldName="name" fontFamily="DejaVu Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="104,112,122,255">
            <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="250,249,246,255" bufferOpacity="0.7"/>
          </text-style>
          <placement placement="6" dist="0.6" offsetType="1" predefinedPositionOrder="TR,BR,TL,BL,T,B" priority="1"/>
          <rendering obstacle="0"/>
        </settings>
      </rule>
    </rules>
  </labeling>
  <aliases>
    <alias field="name" name="Name"/>
    <alias field="population" name="People"/>
    <alias field="apart_m" name="From the nearest that is larger (m)"/>
  </aliases>
  <previewExpression>name</previewExpression>
</qgis>
