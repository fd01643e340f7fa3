/* Pictures: what is pure of them. Round numbers, texts made fit, what is seen through a window,
 * where labels go, and crowds.
 *
 * Tests: src/output/picture/picture_density.c src/output/picture/picture_labels.c
 * Tests: src/output/picture/picture_scale.c src/output/picture/picture_text.c
 * Tests: src/output/picture/picture_view.c src/base/grouped.c */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/picture/picture_density.h"
#include "output/picture/picture_labels.h"
#include "base/grouped.h"
#include "output/picture/picture_scale.h"
#include "output/picture/picture_text.h"
#include "output/picture/picture_view.h"

/* cmocka has it for floats only. */
static void assert_near(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within)) fail_msg("%.17g is not %.17g", value, wanted);
}

/* ---- round numbers ---- */

static void test_graticule(void **state)
{
    (void)state;
    static const struct {
        double wanted, step; /* degrees */
    } steps[] = {{100, 30},      {30, 30},   {21, 30},         {20, 20},
                 {16, 20},       {11, 15},   {3, 5},           {1, 1},
                 {0.6, 1},       {0.4, 0.5}, {0.03, 2 / 60.0}, {0.001, 5 / 3600.0},
                 {0, 1 / 3600.0}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_near(ovf_graticule_step(steps[i].wanted), steps[i].step, 1e-12);
    static const struct {
        double degrees;
        bool is_latitude;
        double step;
        const char *name;
    } names[] = {{20, false, 10, "20°E"},
                 {-160, false, 10, "160°W"},
                 {180, false, 10, "180°"},
                 {-180, false, 30, "180°"},
                 {0, false, 10, "0°"},
                 {0, true, 10, "0°"},
                 {-35, true, 5, "35°S"},
                 {54.5, true, 0.5, "54°30′N"},
                 {55, true, 0.5, "55°00′N"},
                 {-0.5, false, 0.5, "0°30′W"},
                 {13.4, false, 1 / 60.0, "13°24′E"},
                 {13.402777777777779, false, 10 / 3600.0, "13°24′10″E"},
                 {59.99999999999999, true, 0.5, "60°00′N"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[OVF_DEGREES_TEXT];
        ovf_graticule_name(names[i].degrees, names[i].is_latitude, names[i].step, name);
        assert_string_equal(name, names[i].name);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    static const double lengths[][2] = {{1, 1},     {1.9, 1},   {2, 2},          {4.9, 2},
                                        {5, 5},     {9.99, 5},  {10, 10},        {1000, 1000},
                                        {1e6, 1e6}, {0.3, 0.2}, {123456, 100000}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        assert_near(ovf_scale_length(lengths[i][0]) / lengths[i][1], 1, 1e-12);
    static const struct {
        uint64_t number;
        const char *text;
    } numbers[] = {{0, "0"},
                   {999, "999"},
                   {1000, "1,000"},
                   {1234567, "1,234,567"},
                   {UINT64_MAX, "18,446,744,073,709,551,615"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[OVF_GROUPED_TEXT];
        ovf_grouped(numbers[i].number, text);
        assert_string_equal(text, numbers[i].text);
    }
}

/* ---- texts ---- */

/* A byte is one wide, but those that continue a character. */
static double width_of(const void *context, const char *text)
{
    (void)context;
    double width = 0;
    for (; *text != '\0'; text++) width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size;
        const char *clean;
    } cases[] = {
        {"plain", 64, "plain"},
        {"", 64, ""},
        {"a\tb\nc\x7F"
         "d\x01",
         64, "a b c d "},
        {"\xC2\x85x\xE2\x80\xAEy", 64, " x y"}, /* U+0085, U+202E */
        {"a\xFF"
         "b\xC3",
         64,
         "a\xEF\xBF\xBD"
         "b\xEF\xBF\xBD"},
        {"\xED\xA0\x80", 64, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* half a surrogate pair */
        {"Тушино", 64, "Тушино"},
        {"abcdefgh", 9, "abcdefgh"},
        {"abcdefghi", 9, "abcde…"},
        {"éééé", 8, "éé…"},
        {"abcdef", 3, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char clean[64];
        memset(clean, '#', sizeof clean);
        ovf_picture_clean(cases[i].text, clean, cases[i].size);
        assert_string_equal(clean, cases[i].clean);
        assert_true(strlen(clean) < cases[i].size);
    }
}

static void test_fit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double width;
        const char *fits;
    } cases[] = {{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"éàüö", 3, "éà…"},
                 {"abc", 2, "a…"},  {"abc", 1, ""},     {"", 0, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[OVF_PICTURE_TEXT];
        strcpy(text, cases[i].text);
        ovf_picture_fit(text, cases[i].width, width_of, NULL);
        assert_string_equal(text, cases[i].fits);
    }
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines; /* with | between them */
    } cases[] = {{"one two three", "one two|three"},
                 {"one", "one"},
                 {"abcdefghijk", "abcdefgh|ijk"},
                 {"a abcdefghijk", "a|abcdefgh|ijk"},
                 {"12345678 x", "12345678|x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[256] = "", line[OVF_PICTURE_TEXT];
        for (const char *rest = cases[i].text; rest != NULL;) {
            rest = ovf_picture_line(rest, 8, width_of, NULL, line);
            strcat(joined, line);
            if (rest != NULL) strcat(joined, "|");
        }
        assert_string_equal(joined, cases[i].lines);
    }
}

/* ---- the window ---- */

static const ovf_patch square = {0, 0, 10, 10};

static void test_clip_segment(void **state)
{
    (void)state;
    ovf_flat a = {-5, 5}, b = {15, 5};
    assert_true(ovf_clip_segment(&square, &a, &b));
    assert_near(a.x, 0, 1e-12);
    assert_near(b.x, 10, 1e-12);
    a = (ovf_flat){5, 20}, b = (ovf_flat){5, 4};
    assert_true(ovf_clip_segment(&square, &a, &b));
    assert_near(a.y, 10, 1e-12);
    assert_near(b.y, 4, 0);
    a = (ovf_flat){-3, 3}, b = (ovf_flat){3, -4}; /* past the corner */
    assert_false(ovf_clip_segment(&square, &a, &b));
    a = (ovf_flat){11, 2}, b = (ovf_flat){11, 8}; /* along it, outside */
    assert_false(ovf_clip_segment(&square, &a, &b));
    a = b = (ovf_flat){3, 3};
    assert_true(ovf_clip_segment(&square, &a, &b));
}

static double area_of(const ovf_pixels *ring)
{
    double twice = 0;
    for (size_t i = 0; i < ring->count; i++) {
        ovf_flat a = ring->points[i], b = ring->points[(i + 1) % ring->count];
        twice += a.x * b.y - b.x * a.y;
    }
    return fabs(twice) / 2;
}

static void test_clip_ring(void **state)
{
    (void)state;
    ovf_pixels clipped = {0}, work = {0};
    const ovf_flat around[] = {{-99, -99}, {99, -99}, {99, 99}, {-99, 99}, {-99, -99}};
    ovf_clip_ring(&square, around, 5, &clipped, &work);
    assert_near(area_of(&clipped), 100, 1e-9);
    const ovf_flat diamond[] = {
        {5, -5}, {15, 5}, {5, 15}, {-5, 5}, {5, -5}}; /* touches the four corners */
    ovf_clip_ring(&square, diamond, 5, &clipped, &work);
    assert_near(area_of(&clipped), 100, 1e-9);
    const ovf_flat corner[] = {{8, 8}, {12, 8}, {12, 12}, {8, 12}, {8, 8}};
    ovf_clip_ring(&square, corner, 5, &clipped, &work);
    assert_near(area_of(&clipped), 4, 1e-9);
    const ovf_flat away[] = {{20, 20}, {30, 20}, {30, 30}, {20, 20}};
    ovf_clip_ring(&square, away, 4, &clipped, &work);
    assert_int_equal(clipped.count, 0);
    ovf_clip_ring(&square, away, 0, &clipped, &work);
    assert_int_equal(clipped.count, 0);
    ovf_pixels_clear(&clipped);
    ovf_pixels_clear(&work);
}

/* A meridian is straight in the plane of its own pole, a parallel a circle around it: all points of
 * the line are on it to a part of a pixel. */
static void test_lines_bend(void **state)
{
    (void)state;
    ovf_plane plane;
    ovf_view view;
    ovf_pixels pixels = {0};
    const ovf_rectangle extent = {-3e6, -3e6, 3e6, 3e6};
    assert_int_equal(ovf_plane_open(&plane, (ovf_lonlat){0, 90}, NULL), OVF_OK);
    ovf_view_open(&view, &plane, &(ovf_patch){0, 0, 600, 600}, &extent, 0);
    assert_near(view.pixel_m, 10000, 1e-6);
    ovf_view_line(&view, (const ovf_lonlat[]){{-180, 70}, {180, 70}}, 2, &pixels);
    ovf_flat edge = ovf_plane_point(&plane, 0, 70);
    double radius = hypot(edge.x, edge.y) / view.pixel_m;
    assert_true(pixels.count > 40);
    for (size_t i = 0; i < pixels.count; i++) {
        ovf_flat p = pixels.points[i], q = pixels.points[i > 0 ? i - 1 : 0];
        assert_near(hypot(p.x - 300, p.y - 300), radius, 1e-6);
        assert_near(hypot((p.x + q.x) / 2 - 300, (p.y + q.y) / 2 - 300), radius,
                    0.3); /* and the chords near it */
    }
    ovf_pixels_reset(&pixels);
    ovf_view_line(&view, (const ovf_lonlat[]){{30, 90}, {30, 60}}, 2, &pixels);
    for (size_t i = 1; i < pixels.count; i++)
        assert_near(atan2(pixels.points[i].x - 300, pixels.points[i].y - 300), M_PI / 6, 1e-9);
    /* And back again, from pixels to the plane. */
    ovf_flat flat = ovf_view_plane(&view, ovf_view_pixel(&view, (ovf_flat){12345, -54321}));
    assert_near(flat.x, 12345, 1e-6);
    assert_near(flat.y, -54321, 1e-6);
    ovf_pixels_clear(&pixels);
    ovf_plane_close(&plane);
}

/* What has no image (the place opposite) is a gap, and a far line costs nothing. */
static void test_lines_without_image(void **state)
{
    (void)state;
    ovf_plane plane;
    ovf_view view;
    ovf_pixels pixels = {0};
    assert_int_equal(ovf_plane_open(&plane, (ovf_lonlat){0, 90}, NULL), OVF_OK);
    ovf_view_open(&view, &plane, &(ovf_patch){0, 0, 600, 600},
                  &(ovf_rectangle){-500, -500, 500, 500}, 0); /* a kilometre */
    ovf_view_line(&view, (const ovf_lonlat[]){{0, 0}, {1, 0}, {1, 1}}, 3, &pixels);
    assert_true(pixels.count <= 4);
    for (size_t i = 0; i < pixels.count; i++)
        assert_false(ovf_patch_has(&view.reach, pixels.points[i]));
    ovf_pixels_clear(&pixels);
    ovf_plane_close(&plane);
}

/* ---- labels ---- */

static void test_labels(void **state)
{
    (void)state;
    ovf_labels labels;
    size_t chosen = 99;
    assert_true(ovf_labels_open(&labels, &(ovf_patch){100, 100, 200, 200}, 2));
    const ovf_patch first[] = {{90, 110, 120, 120},
                               {120, 120, 150, 130}}; /* the first is not all within */
    assert_true(ovf_labels_place(&labels, first, 2, &chosen));
    assert_int_equal(chosen, 1);
    const ovf_patch second[] = {{125, 125, 155, 135}, {120, 135, 150, 145}}; /* not over it */
    assert_true(ovf_labels_place(&labels, second, 2, &chosen));
    assert_int_equal(chosen, 1);
    assert_false(ovf_labels_place(&labels, second, 2, &chosen));
    /* Rather not over a line, but over it if it must be. */
    ovf_labels_busy(&labels, (ovf_flat){0, 180}, (ovf_flat){300, 180});
    const ovf_patch third[] = {{110, 175, 140, 185}, {110, 155, 140, 165}};
    assert_true(ovf_labels_place(&labels, third, 2, &chosen));
    assert_int_equal(chosen, 1);
    assert_true(ovf_labels_place(&labels, third, 1, &chosen));
    assert_int_equal(chosen, 0);
    ovf_labels_block(&labels, &(ovf_patch){0, 0, 1000, 1000});
    assert_false(ovf_labels_place(&labels, &(ovf_patch){160, 160, 170, 170}, 1, &chosen));
    ovf_labels_close(&labels);
}

/* Many labels at random: no two that were placed overlap, and all are within. */
static void test_labels_random(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    static ovf_patch placed[COUNT];
    ovf_labels labels;
    size_t count = 0;
    const ovf_patch area = {0, 0, 400, 300};
    assert_true(ovf_labels_open(&labels, &area, 3));
    srand(7);
    for (int i = 0; i < COUNT; i++) {
        ovf_patch candidates[3];
        size_t chosen;
        for (int k = 0; k < 3; k++) {
            double x = rand() % 420 - 10, y = rand() % 320 - 10;
            candidates[k] = (ovf_patch){x, y, x + 5 + rand() % 60, y + 12};
        }
        if (!ovf_labels_place(&labels, candidates, 3, &chosen)) continue;
        const ovf_patch *p = &candidates[chosen];
        assert_true(p->left >= 0 && p->top >= 0 && p->right <= 400 && p->bottom <= 300);
        for (size_t k = 0; k < count; k++)
            assert_false(p->left < placed[k].right && p->right > placed[k].left &&
                         p->top < placed[k].bottom && p->bottom > placed[k].top);
        placed[count++] = *p;
    }
    assert_true(count > 20 && count < COUNT);
    ovf_labels_close(&labels);
}

/* ---- crowds ---- */

static void test_density(void **state)
{
    (void)state;
    ovf_density density;
    unsigned char tones[40 * 20];
    assert_true(ovf_density_open(&density, &(ovf_patch){0, 0, 40, 20}, 1));
    assert_int_equal(density.columns * density.rows, sizeof tones);
    /* Once along a row's middle; a hundred times along another's, in two halves that share a point.
     */
    ovf_density_line(&density, (ovf_flat){-5, 3.5}, (ovf_flat){45, 3.5});
    for (int i = 0; i < 100; i++) {
        ovf_density_line(&density, (ovf_flat){0, 10.5}, (ovf_flat){20, 10.5});
        ovf_density_line(&density, (ovf_flat){20, 10.5}, (ovf_flat){40, 10.5});
    }
    for (size_t i = 0; i < 40; i++) {
        assert_near((double)density.counts[3 * 40 + i], 1, 1e-5);
        assert_near((double)density.counts[10 * 40 + i], 100, 1e-3);
        assert_near((double)density.counts[15 * 40 + i], 0, 0);
    }
    ovf_density_tone(&density, 0.25, tones, 40);
    assert_int_equal(tones[3 * 40 + 7], 64); /* a quarter of 255 */
    assert_int_equal(tones[10 * 40 + 7], 255);
    assert_int_equal(tones[15 * 40 + 7], 0);
    ovf_density_close(&density);
    /* A slanting line is as heavy as it is wide, however it is cut up. */
    assert_true(ovf_density_open(&density, &(ovf_patch){0, 0, 40, 20}, 1));
    for (int i = 0; i < 77; i++) {
        double a = 2 + 30 * i / 77.0, b = 2 + 30 * (i + 1) / 77.0;
        ovf_density_line(&density, (ovf_flat){a, 2 + a / 3}, (ovf_flat){b, 2 + b / 3});
    }
    double sum = 0;
    for (size_t i = 0; i < density.columns * density.rows; i++) sum += (double)density.counts[i];
    assert_near(sum, 30, 1e-3);
    ovf_density_close(&density);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graticule),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_clip_segment),
        cmocka_unit_test(test_clip_ring),
        cmocka_unit_test(test_lines_bend),
        cmocka_unit_test(test_lines_without_image),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_labels_random),
        cmocka_unit_test(test_density),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
