/* What the command does when memory is out, whoever asked for it.
 *
 * The command gives memory itself, to its own code and to all libraries (memory.c defines malloc
 * and its like, which call the C library's), and notes each failure (system/shortage.h). What a
 * library makes of a failure then does not matter: nothing gets its final name afterwards, the
 * sentence is "out of memory", and the exit status is CLI_FAILURE.
 *
 * A library may also end the process: by abort (GDAL's CPLMalloc), by an exception that nobody
 * catches (std::bad_alloc in C++ below our C), or through a null pointer. These signals end with
 * the same sentence and status if an allocation has failed before, and as ever if none has. Results
 * are made beside their final names, so nothing half-written is left under one.
 *
 * We chose this over a helper process, to which all data would have to go, and over a reserve of
 * memory: to say the sentence and to remove files needs none. */
#ifndef OVF_CLI_MEMORY_H
#define OVF_CLI_MEMORY_H

/* To be called first, before a second thread begins. */
void cli_memory_begin(void);

/* The exit status, given what the command would say: CLI_FAILURE if an allocation has failed, and
 * then the sentence if there was none. */
int cli_memory_finish(int status);

#endif
