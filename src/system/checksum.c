#include "system/checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/array.h"
#include "base/error.h"

#define PIECE ((size_t)1 << 18)

/* What is read of a sample: so many pieces, the first at the beginning and the last at the end. */
#define SAMPLES 64
#define SAMPLE ((size_t)1 << 14)

/* The next piece: all of the file follows, or what is between the samples is passed over. */
static ssize_t read_piece(int file, unsigned char *buffer, uint64_t size, bool sampled,
                          unsigned number)
{
    if (!sampled) return read(file, buffer, PIECE);
    if (number == SAMPLES) return 0;
    uint64_t last = size - SAMPLE, step = last / (SAMPLES - 1);
    return pread(file, buffer, SAMPLE, (off_t)(number == SAMPLES - 1 ? last : number * step));
}

static ovf_status sum(int file, const char *path, bool sampled, EVP_MD_CTX *context,
                      unsigned char *buffer, ovf_checksum *checksum, ovf_error *error)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0, number = 0;
    uint64_t size = 0;
    if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "libcrypto offers no SHA-256");
    for (;;) {
        ssize_t count = read_piece(file, buffer, checksum->size, sampled, number);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
        if (count == 0) break;
        number++;
        size += (uint64_t)count;
        if (EVP_DigestUpdate(context, buffer, (size_t)count) != 1) return ovf_fail_memory(error);
    }
    if (EVP_DigestFinal_ex(context, digest, &length) != 1 ||
        2 * (size_t)length + 1 != OVF_CHECKSUM_SIZE)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "libcrypto gave no SHA-256 of %s", path);
    for (unsigned i = 0; i < length; i++) {
        static const char hexadecimal[] = "0123456789abcdef";
        checksum->sha256[2 * i] = hexadecimal[digest[i] >> 4];
        checksum->sha256[2 * i + 1] = hexadecimal[digest[i] & 15];
    }
    checksum->sha256[2 * length] = '\0';
    if (!sampled) checksum->size = size; /* it may have grown */
    checksum->known = true;
    return OVF_OK;
}

/* FILE|layername=NAME is the file FILE, unless there is one of that whole name. */
static char *file_path(const char *name)
{
    struct stat about;
    char *path = ovf_text_copy(name);
    if (path == NULL) return NULL;
    char *bar = strchr(path, '|');
    if (bar != NULL && stat(path, &about) != 0) *bar = '\0';
    return path;
}

static ovf_status sum_path(const char *path, bool may_sample, ovf_checksum *checksum,
                           ovf_error *error)
{
    struct stat about;
    *checksum = (ovf_checksum){.known = false};
    /* Asked before it is opened: to open a pipe would wait for its writer. */
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) return OVF_OK;
    checksum->size = (uint64_t)about.st_size;
    checksum->modified_ns = (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return ovf_fail(error, OVF_ERROR_IO, "cannot read %s: %s", path, strerror(errno));
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char *buffer = malloc(PIECE);
    bool sampled = may_sample && checksum->size > SAMPLES * SAMPLE;
    ovf_status status = context == NULL || buffer == NULL
                            ? ovf_fail_memory(error)
                            : sum(file, path, sampled, context, buffer, checksum, error);
    free(buffer);
    EVP_MD_CTX_free(context);
    close(file);
    return status;
}

static ovf_status sum_file(const char *name, bool may_sample, ovf_checksum *checksum,
                           ovf_error *error)
{
    char *path = file_path(name);
    if (path == NULL) return ovf_fail_memory(error);
    ovf_status status = sum_path(path, may_sample, checksum, error);
    free(path);
    return status;
}

ovf_status ovf_checksum_file(const char *name, ovf_checksum *checksum, ovf_error *error)
{
    return sum_file(name, false, checksum, error);
}

ovf_status ovf_checksum_sample(const char *name, ovf_checksum *checksum, ovf_error *error)
{
    return sum_file(name, true, checksum, error);
}
