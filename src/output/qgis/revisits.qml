<!-- How many flights saw each place: viridis, in classes that double, dark where many did. The file has a colour table of its own, whose legend would
     be a line a count. -->
<qgis version="3.22.16">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="1" classificationMax="65">
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="1" maximumValue="65">
            <item value="1" label="1 flight" color="#fde725" alpha="255"/>
            <item value="2" label="2" color="#a0da39" alpha="255"/>
            <item value="4" label="3 – 4" color="#4ac16d" alpha="255"/>
            <item value="8" label="5 – 8" color="#1fa187" alpha="255"/>
            <item value="16" label="9 – 16" color="#277f8e" alpha="255"/>
            <item value="32" label="17 – 32" color="#365c8d" alpha="255"/>
            <item value="64" label="33 – 64" color="#46327e" alpha="255"/>
            <item value="inf" label="65 and more" color="#440154" alpha="255"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <rasterresampler/>
  </pipe>
</qgis>
