// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "common.hpp"

// Where an arm of six joints holds its tool, by the angles of the joints. Its lengths are about those of a UR5, by Denavit and
// Hartenberg: joint i turns around z, moves by d along z and by a along x, and tilts by alpha around x. The tool is off the last
// axis, or the last angle would not matter.
//
//      joint   1       2       3       4       5       6
//      a       0       a2      a3      0       0       0
//      d       d1      0       0       d4      d5      d6
//      alpha   +90     0       0       +90     -90     0
namespace programs::robot_arm {

inline constexpr std::size_t inputs = 6, outputs = 3;

template <class T>
using input = std::array<T, inputs>;

inline constexpr double d1 = 0.089159, a2 = -0.425, a3 = -0.39225, d4 = 0.10915, d5 = 0.09465, d6 = 0.0823;
inline constexpr double tool_x = 0.06, tool_z = 0.145;
inline constexpr double reach = d6 + tool_z;

/// (x, y) turned by q.
inline constexpr auto turn = []<class T>(T const& q, T const& x, auto const& y) -> std::array<T, 2> {
    using std::cos, std::sin;
    T const c = cos(q), s = sin(q);
    return {c * x - s * y, s * x + c * y};
};

/// The tool's place is carried from the last joint's frame to the first's; a tilt by 90 degrees only renames coordinates.
inline constexpr auto function = []<class T>(input<T> const& q) -> std::array<T, outputs> {
    using std::cos, std::sin;
    T const x6 = tool_x * cos(q[5]), y6 = tool_x * sin(q[5]);  // z6 = reach
    T const z5 = d5 - y6;
    auto const [x5, y5] = turn(q[4], x6, reach);
    T const z4 = d4 + y5, minus_z5 = -z5;
    auto const [x4, y4] = turn(q[3], x5, minus_z5);
    T const elbow = a3 + x4;
    auto const [x3, y3] = turn(q[2], elbow, y4);
    T const shoulder = a2 + x3;
    auto const [x2, y2] = turn(q[1], shoulder, y3);
    T const minus_z4 = -z4;
    auto const [x1, y1] = turn(q[0], x2, minus_z4);
    return {x1, y1, d1 + y2};
};

/// The Jacobian, row by row: a forward sweep of `function`. A joint turns the tangents of those after it, and adds its own,
/// which is the place turned by 90 degrees. What is always 0 is not carried.
inline std::array<double, outputs * inputs> hand(input<double> const& q) {
    sine_cosine const j1(q[0]), j2(q[1]), j3(q[2]), j4(q[3]), j5(q[4]), j6(q[5]);
    struct plane {
        double x, y;
    };
    auto const turned = [](sine_cosine const& j, double x, double y) -> plane {
        return {j.c * x - j.s * y, j.s * x + j.c * y};
    };
    auto const turned_x = [](sine_cosine const& j, double x) -> plane { return {j.c * x, j.s * x}; };

    double const x6 = tool_x * j6.c, y6 = tool_x * j6.s;  // t6 = (-y6, x6, 0)

    // joint 5, in whose frame t6 = (-y6, 0, -x6)
    plane const p5 = turned(j5, x6, reach);
    plane const t6_5 = turned_x(j5, -y6);

    // joint 4: t6 = (., x6, .), t5 = (-p5.y, 0, p5.x)
    plane const p4 = turned(j4, p5.x, y6 - d5);
    plane const t6_4 = turned(j4, t6_5.x, x6);
    plane const t5_4 = turned_x(j4, -p5.y);

    // joints 3 and 2: their axes are parallel to that of joint 4
    double const arm3 = a3 + p4.x;
    plane const p3 = turned(j3, arm3, p4.y);
    plane const t6_3 = turned(j3, t6_4.x, t6_4.y);
    plane const t5_3 = turned(j3, t5_4.x, t5_4.y);
    plane const t4_3 = turned(j3, -p4.y, p4.x);

    double const arm2 = a2 + p3.x;
    plane const p2 = turned(j2, arm2, p3.y);
    plane const t6_2 = turned(j2, t6_3.x, t6_3.y);
    plane const t5_2 = turned(j2, t5_3.x, t5_3.y);
    plane const t4_2 = turned(j2, t4_3.x, t4_3.y);
    plane const t3_2 = turned(j2, -p3.y, p3.x);

    // joint 1
    plane const p1 = turned(j1, p2.x, -(d4 + p5.y));
    plane const t6 = turned(j1, t6_2.x, -t6_5.y);
    plane const t5 = turned(j1, t5_2.x, -p5.x);
    plane const t4 = turned_x(j1, t4_2.x);
    plane const t3 = turned_x(j1, t3_2.x);
    plane const t2 = turned_x(j1, -p2.y);
    return {-p1.y, t2.x, t3.x,   t4.x,   t5.x,   t6.x,  //
            p1.x,  t2.y, t3.y,   t4.y,   t5.y,   t6.y,  //
            0.0,   p2.x, t3_2.y, t4_2.y, t5_2.y, t6_2.y};
}

/// The Jacobian, row by row: reverse sweeps of `function`, which take fewer operations than `hand`. The rows of x1 and y1 are sums
/// of the sweeps of x2 and z4, and the adjoints in the sweep of y2 are those of x2 with the places changed: (c, -s) and (s, c).
inline std::array<double, outputs * inputs> hand_adjoint(input<double> const& q) {
    sine_cosine const j1(q[0]), j2(q[1]), j3(q[2]), j4(q[3]), j5(q[4]), j6(q[5]);

    // forwards
    double const x6 = tool_x * j6.c, y6 = tool_x * j6.s, minus_z5 = y6 - d5;
    double const x5 = j5.c * x6 - j5.s * reach, y5 = j5.s * x6 + j5.c * reach;
    double const x4 = j4.c * x5 - j4.s * minus_z5, y4 = j4.s * x5 + j4.c * minus_z5;
    double const elbow = a3 + x4, z4 = d4 + y5;
    double const x3 = j3.c * elbow - j3.s * y4, y3 = j3.s * elbow + j3.c * y4;
    double const shoulder = a2 + x3;
    double const x2 = j2.c * shoulder - j2.s * y3, y2 = j2.s * shoulder + j2.c * y3;

    // x2 by what is turned: by (shoulder, y3) it is (j2.c, -j2.s)
    double const c3 = j2.c * j3.c - j2.s * j3.s, s3 = j2.s * j3.c + j2.c * j3.s;  // (elbow, y4)
    double const c4 = c3 * j4.c - s3 * j4.s, s4 = s3 * j4.c + c3 * j4.s;          // (x5, minus_z5)

    // x2, y2 and z4 by the angles; z4 by the last two only
    double const x2_3 = -(j2.c * y3 + j2.s * x3), y2_3 = j2.c * x3 - j2.s * y3;
    double const x2_4 = -(c3 * y4 + s3 * x4), y2_4 = c3 * x4 - s3 * y4;
    double const x2_5 = -c4 * y5, y2_5 = -s4 * y5;
    double const x5_6 = -j5.c * y6, z4_6 = -j5.s * y6;
    double const x2_6 = c4 * x5_6 - s4 * x6, y2_6 = s4 * x5_6 + c4 * x6;

    double const x1 = j1.c * x2 + j1.s * z4, y1 = j1.s * x2 - j1.c * z4;
    return {-y1,
            -j1.c * y2,
            j1.c * x2_3,
            j1.c * x2_4,
            j1.c * x2_5 + j1.s * x5,
            j1.c * x2_6 + j1.s * z4_6,
            x1,
            -j1.s * y2,
            j1.s * x2_3,
            j1.s * x2_4,
            j1.s * x2_5 - j1.c * x5,
            j1.s * x2_6 - j1.c * z4_6,
            0.0,
            x2,
            y2_3,
            y2_4,
            y2_5,
            y2_6};
}

/// The Jacobian as roboticists write it: a joint's axis times the way from the joint to the tool. Joints 2, 3 and 4 have the
/// same axis, so their angles add up, and their columns lie in the plane (along, up) in which the arm folds; joints 5 and 6 get
/// their cross products in its coordinates (along, up, sideways), which joint 1 turns.
inline std::array<double, outputs * inputs> geometric(input<double> const& q) {
    double const fold3 = q[1] + q[2], fold4 = fold3 + q[3];
    sine_cosine const j1(q[0]), upper(q[1]), lower(fold3), wrist(fold4), j5(q[4]), j6(q[5]);
    double const x6 = tool_x * j6.c, y6 = tool_x * j6.s;
    double const x5 = j5.c * x6 - j5.s * reach, y5 = j5.s * x6 + j5.c * reach;

    // ways to the tool: from joint 6, 5 and 4, 3, 2
    triple<double> const from6{wrist.c * x5 - wrist.s * y6, wrist.s * x5 + wrist.c * y6, y5};
    triple<double> const from5{from6[0] + d5 * wrist.s, from6[1] - d5 * wrist.c, y5};
    double const along3 = from5[0] + a3 * lower.c, up3 = from5[1] + a3 * lower.s;
    double const along2 = along3 + a2 * upper.c, up2 = up3 + a2 * upper.s;
    double const sideways = d4 + y5;

    // axes of joints 5 and 6
    triple<double> const by5 = cross(triple<double>{wrist.s, -wrist.c, 0.0}, from5);
    triple<double> const by6 = cross(triple<double>{-j5.s * wrist.c, -j5.s * wrist.s, j5.c}, from6);

    auto const x_of = [&](double along, double side) { return j1.c * along + j1.s * side; };
    auto const y_of = [&](double along, double side) { return j1.s * along - j1.c * side; };
    return {-y_of(along2, sideways),
            -j1.c * up2,
            -j1.c * up3,
            -j1.c * from5[1],
            x_of(by5[0], by5[2]),
            x_of(by6[0], by6[2]),
            x_of(along2, sideways),
            -j1.s * up2,
            -j1.s * up3,
            -j1.s * from5[1],
            y_of(by5[0], by5[2]),
            y_of(by6[0], by6[2]),
            0.0,
            along2,
            along3,
            from5[0],
            by5[1],
            by6[1]};
}

inline input<double> draw(random_numbers& random) {
    input<double> q;
    for (double& angle : q) angle = random.between(-3, 3);
    return q;
}

}  // namespace programs::robot_arm
