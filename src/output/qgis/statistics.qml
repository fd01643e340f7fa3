<!-- Each route and each zone that it meets or comes near to. A table: the columns have names for people. -->
<qgis version="3.22.16">
  <aliases>
    <alias field="route_id" name="Route"/>
    <alias field="zone_id" name="Zone"/>
    <alias field="length_m" name="Length of the route (m)"/>
    <alias field="inside_m" name="Length inside (m)"/>
    <alias field="passages" name="Passages"/>
    <alias field="crossings" name="Crossings"/>
    <alias field="nearest_m" name="Least distance (m)"/>
    <alias field="first_entry_m" name="First entry, along the route (m)"/>
    <alias field="last_exit_m" name="Last exit, along the route (m)"/>
    <alias field="first_entry_time" name="First entry (UTC)"/>
    <alias field="last_exit_time" name="Last exit (UTC)"/>
    <alias field="within_m" name="Within the volume, surely (m)"/>
    <alias field="within_at_most_m" name="Within the volume, at most (m)"/>
    <alias field="gap_m" name="Never observed inside (m)"/>
    <alias field="gap_s" name="Never observed inside (s)"/>
  </aliases>
</qgis>
