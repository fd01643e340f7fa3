#!/usr/bin/python3
"""Makes files of AIXM 5.1 to measure with: airspaces over all the world, each with an outline of 24
places or a circle, limits, times of activation, and every tenth with a change for a time.

    tests/bench/aixm_airspace.py 20000 airspace.xml     58 MB
"""
import math
import sys

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<message:AIXMBasicMessage xmlns:message="http://www.aixm.aero/schema/5.1.1/message"
  xmlns:aixm="http://www.aixm.aero/schema/5.1.1" xmlns:gml="http://www.opengis.net/gml/3.2"
  xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="M">
"""
SLICE = """    <aixm:timeSlice>
      <aixm:AirspaceTimeSlice gml:id="{kind}_{i}">
        <gml:validTime>
          <gml:TimePeriod gml:id="VT_{kind}_{i}">
            <gml:beginPosition>{begin}</gml:beginPosition>
            <gml:endPosition{end}
          </gml:TimePeriod>
        </gml:validTime>
        <aixm:interpretation>{kind}</aixm:interpretation>
        <aixm:sequenceNumber>1</aixm:sequenceNumber>
        <aixm:correctionNumber>0</aixm:correctionNumber>
{words}        <aixm:geometryComponent>
          <aixm:AirspaceGeometryComponent gml:id="GC_{kind}_{i}">
            <aixm:theAirspaceVolume>
              <aixm:AirspaceVolume gml:id="AV_{kind}_{i}">
                <aixm:upperLimit uom="FL">{level}</aixm:upperLimit>
                <aixm:upperLimitReference>STD</aixm:upperLimitReference>
                <aixm:lowerLimit uom="FT">GND</aixm:lowerLimit>
                <aixm:lowerLimitReference>SFC</aixm:lowerLimitReference>
                <aixm:horizontalProjection>
                  <aixm:Surface srsName="urn:ogc:def:crs:EPSG::4326" gml:id="S_{kind}_{i}">
                    <gml:patches>
                      <gml:PolygonPatch>
                        <gml:exterior>
                          <gml:Ring>
                            <gml:curveMember>
                              <gml:Curve gml:id="C_{kind}_{i}">
                                <gml:segments>
                                  {segment}
                                </gml:segments>
                              </gml:Curve>
                            </gml:curveMember>
                          </gml:Ring>
                        </gml:exterior>
                      </gml:PolygonPatch>
                    </gml:patches>
                  </aixm:Surface>
                </aixm:horizontalProjection>
              </aixm:AirspaceVolume>
            </aixm:theAirspaceVolume>
          </aixm:AirspaceGeometryComponent>
        </aixm:geometryComponent>
      </aixm:AirspaceTimeSlice>
    </aixm:timeSlice>
"""
WORDS = """        <aixm:type>R</aixm:type>
        <aixm:designator>R{i}</aixm:designator>
        <aixm:name>AREA {i}</aixm:name>
        <aixm:activation>
          <aixm:AirspaceActivation gml:id="AA_{i}">
            <aixm:timeInterval>
              <aixm:Timesheet gml:id="TS_{i}">
                <aixm:timeReference>UTC</aixm:timeReference>
                <aixm:day>WORK_DAY</aixm:day>
                <aixm:startTime>08:00</aixm:startTime>
                <aixm:endTime>16:00</aixm:endTime>
                <aixm:daylightSavingAdjust>NO</aixm:daylightSavingAdjust>
              </aixm:Timesheet>
            </aixm:timeInterval>
            <aixm:status>ACTIVE</aixm:status>
          </aixm:AirspaceActivation>
        </aixm:activation>
"""


def outline(latitude, longitude, size):
    turns = [2 * math.pi * (k % 24) / 24 for k in range(25)]
    places = " ".join(f"{latitude + size * math.sin(turn):.14f} "
                      f"{longitude + 1.5 * size * math.cos(turn):.14f}" for turn in turns)
    return f"<gml:GeodesicString><gml:posList>{places}</gml:posList></gml:GeodesicString>"


def circle(latitude, longitude):
    return ('<gml:CircleByCenterPoint numArc="1">'
            f"<gml:pos>{latitude:.14f} {longitude:.14f}</gml:pos>"
            '<gml:radius uom="[nmi_i]">5</gml:radius></gml:CircleByCenterPoint>')


def airspace(i):
    latitude, longitude = -60 + 120 * (0.618033988 * i % 1), -170 + 340 * (0.754877666 * i % 1)
    usual = circle(latitude, longitude) if i % 5 == 0 else outline(latitude, longitude, 0.2)
    slices = SLICE.format(i=i, kind="BASELINE", begin="2026-01-01T00:00:00Z",
                          end=' indeterminatePosition="unknown"/>', level=100 + i % 300,
                          words=WORDS.format(i=i), segment=usual)
    if i % 10 == 3:
        slices += SLICE.format(i=i, kind="TEMPDELTA", begin="2026-05-01T06:00:00Z",
                               end=">2026-05-02T06:00:00Z</gml:endPosition>", level=400, words="",
                               segment=outline(latitude, longitude, 0.1))
    identifier = f"{i:08x}-0000-4000-8000-{i:012x}"
    return f"""<message:hasMember>
  <aixm:Airspace gml:id="uuid.{identifier}">
    <gml:identifier codeSpace="urn:uuid:">{identifier}</gml:identifier>
{slices}  </aixm:Airspace>
</message:hasMember>
"""


def write(path, count):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        for i in range(count):
            file.write(airspace(i))
        file.write("</message:AIXMBasicMessage>\n")


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]))
