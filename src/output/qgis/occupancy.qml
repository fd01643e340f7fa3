<!-- Each zone in each bin of time. A table: the columns have names for people. -->
<qgis version="3.22.16">
  <aliases>
    <alias field="zone_id" name="Zone"/>
    <alias field="bin_start" name="Bin from (UTC)"/>
    <alias field="bin_end" name="Bin until (UTC)"/>
    <alias field="entries" name="Entries"/>
    <alias field="exits" name="Exits"/>
    <alias field="flights" name="Flights inside"/>
    <alias field="most_at_once" name="Most at once"/>
    <alias field="inside_s" name="Time inside (s)"/>
    <alias field="entries_at_most" name="Entries, at most"/>
    <alias field="exits_at_most" name="Exits, at most"/>
    <alias field="flights_at_most" name="Flights, at most"/>
    <alias field="most_at_once_at_most" name="Most at once, at most"/>
    <alias field="inside_at_most_s" name="Time inside, at most (s)"/>
  </aliases>
</qgis>
