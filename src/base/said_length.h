/* Lengths for people: metres below a kilometre, so that none is "0.000 km". */
#ifndef OVF_BASE_SAID_LENGTH_H
#define OVF_BASE_SAID_LENGTH_H

typedef struct {
    char text[40];
} ovf_said_length;

/* What was measured: "1234.567 km", "189 m", "54.3 m", "0.02 m". */
ovf_said_length ovf_said_km(double km);
/* What somebody laid down, with all of its digits: "500 m", "12.5 km". */
ovf_said_length ovf_said_limit(double km);

#endif
