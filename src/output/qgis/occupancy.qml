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
  </aliases>
</qgis>
