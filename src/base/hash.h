/* A 128-bit hash of bytes: SipHash-2-4 with 128-bit output and a fixed key (J.-P. Aumasson and D.
 * J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012; the 128-bit variant is in its
 * authors' reference code). */
#ifndef OVF_BASE_HASH_H
#define OVF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* key: 16 bytes as two little-endian words. The same on every machine. */
void ovf_hash(const void *bytes, size_t length, const uint64_t key[2], uint64_t hash[2]);

#endif
