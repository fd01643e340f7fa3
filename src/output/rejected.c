#include "output/rejected.h"

ovf_status ovf_rejected_add(ovf_rejected *rejected, const ovf_staging *staging, const char *file, const char *feature,
                            const char *reason, ovf_error *error)
{
    ovf_writer *writer = &rejected->writer;
    if (rejected->rows == 0) {
        ovf_status status = ovf_writer_open(writer, staging, OVF_REJECTED_FILE, error);
        if (status != OVF_OK) return status;
        ovf_writer_text(writer, "file,feature,reason\n");
    }
    ovf_writer_csv(writer, file == NULL ? "" : file);
    ovf_writer_byte(writer, ',');
    ovf_writer_csv(writer, feature == NULL ? "" : feature);
    ovf_writer_byte(writer, ',');
    ovf_writer_csv(writer, reason == NULL ? "" : reason);
    ovf_writer_byte(writer, '\n');
    rejected->rows++;
    return ovf_writer_check(writer, error);
}

ovf_status ovf_rejected_end(ovf_rejected *rejected, ovf_error *error)
{
    return rejected->rows == 0 ? OVF_OK : ovf_writer_close(&rejected->writer, error);
}

void ovf_rejected_abandon(ovf_rejected *rejected)
{
    ovf_writer_abandon(&rejected->writer);
}
