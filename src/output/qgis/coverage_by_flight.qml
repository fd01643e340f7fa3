<!-- What each flight added to the coverage of a zone. A table: the columns have names for people. -->
<qgis version="3.22.16">
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone"/>
    <alias field="sensor" name="Sensor"/>
    <alias field="added_m2" name="Area added (m²)"/>
    <alias field="covered_m2" name="Area seen by then (m²)"/>
    <alias field="covered_fraction" name="Part seen by then (0–1)"/>
  </aliases>
</qgis>
