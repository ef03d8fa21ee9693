// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Values in constant evaluation; the literals are those of mpmath with 300 bits.

#include <limits>

#include <wengert/core/cmath.hpp>
#include <wengert/core/cmath/ieee.hpp>

namespace {

namespace math = wengert::math;

// Within 1 ulp (2 where the value lies just above a power of 2).
template <class T>
constexpr bool near(T value, T wanted) {
    T const difference = value < wanted ? wanted - value : value - wanted;
    return difference <= std::numeric_limits<T>::epsilon() * (wanted < 0 ? -wanted : wanted);
}

template <class T>
constexpr bool is_zero(T value, bool minus = false) {
    return value == 0 && math::signbit(value) == minus;
}

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();

static_assert(near(math::sqrt(0.375), 0.612372435695794524549321));
static_assert(near(math::sqrt(0.375L), 0.612372435695794524549321L));
static_assert(near(math::sqrt(0.375F), 0.612372435695794524549321F));
static_assert(near(math::sqrt(1.0625), 1.030776406404415137455352));
static_assert(near(math::sqrt(1.0625L), 1.030776406404415137455352L));
static_assert(near(math::sqrt(1234.5), 35.13545218152172863821223));
static_assert(near(math::sqrt(1234.5L), 35.13545218152172863821223L));
static_assert(near(math::cbrt(0.375), 0.7211247851537041911608192));
static_assert(near(math::cbrt(0.375L), 0.7211247851537041911608192L));
static_assert(near(math::cbrt(0.375F), 0.7211247851537041911608192F));
static_assert(near(math::cbrt(-2.5), -1.357208808297453285759045));
static_assert(near(math::cbrt(-2.5L), -1.357208808297453285759045L));
static_assert(near(math::cbrt(37.0), 3.332221851645953260095451));
static_assert(near(math::cbrt(37.0L), 3.332221851645953260095451L));
static_assert(near(math::exp(0.375), 1.454991414618201336053794));
static_assert(near(math::exp(0.375L), 1.454991414618201336053794L));
static_assert(near(math::exp(0.375F), 1.454991414618201336053794F));
static_assert(near(math::exp(-2.5), 0.08208499862389879516952867));
static_assert(near(math::exp(-2.5L), 0.08208499862389879516952867L));
static_assert(near(math::exp(37.0), 11719142372802611.30877294));
static_assert(near(math::exp(37.0L), 11719142372802611.30877294L));
static_assert(near(math::exp(-700.5), 5.980196118639791206412107e-305));
static_assert(near(math::exp(-700.5L), 5.980196118639791206412107e-305L));
static_assert(near(math::exp2(0.375), 1.296839554651009665933754));
static_assert(near(math::exp2(0.375L), 1.296839554651009665933754L));
static_assert(near(math::exp2(0.375F), 1.296839554651009665933754F));
static_assert(near(math::exp2(-2.5), 0.1767766952966368811002111));
static_assert(near(math::exp2(-2.5L), 0.1767766952966368811002111L));
static_assert(near(math::exp2(37.0), 137438953472.0));
static_assert(near(math::exp2(37.0L), 137438953472.0L));
static_assert(near(math::expm1(0.375), 0.4549914146182013360537937));
static_assert(near(math::expm1(0.375L), 0.4549914146182013360537937L));
static_assert(near(math::expm1(0.375F), 0.4549914146182013360537937F));
static_assert(near(math::expm1(-2.5), -0.9179150013761012048304713));
static_assert(near(math::expm1(-2.5L), -0.9179150013761012048304713L));
static_assert(near(math::expm1(37.0), 11719142372802610.30877294));
static_assert(near(math::expm1(37.0L), 11719142372802610.30877294L));
static_assert(near(math::log(0.375), -0.9808292530117262368564511));
static_assert(near(math::log(0.375L), -0.9808292530117262368564511L));
static_assert(near(math::log(0.375F), -0.9808292530117262368564511F));
static_assert(near(math::log(1.0625), 0.06062462181643484258060613));
static_assert(near(math::log(1.0625L), 0.06062462181643484258060613L));
static_assert(near(math::log(1234.5), 7.118421308785234193887886));
static_assert(near(math::log(1234.5L), 7.118421308785234193887886L));
static_assert(near(math::log2(0.375), -1.415037499278843818546261));
static_assert(near(math::log2(0.375L), -1.415037499278843818546261L));
static_assert(near(math::log2(0.375F), -1.415037499278843818546261F));
static_assert(near(math::log2(1.0625), 0.08746284125033940825406601));
static_assert(near(math::log2(1.0625L), 0.08746284125033940825406601L));
static_assert(near(math::log2(1234.5), 10.26971112114278185844167));
static_assert(near(math::log2(1234.5L), 10.26971112114278185844167L));
static_assert(near(math::log10(0.375), -0.4259687322722811483461888));
static_assert(near(math::log10(0.375L), -0.4259687322722811483461888L));
static_assert(near(math::log10(0.375F), -0.4259687322722811483461888F));
static_assert(near(math::log10(1.0625), 0.02632893872234914768521432));
static_assert(near(math::log10(1.0625L), 0.02632893872234914768521432L));
static_assert(near(math::log10(1234.5), 3.091491094267951081848997));
static_assert(near(math::log10(1234.5L), 3.091491094267951081848997L));
static_assert(near(math::log1p(0.375), 0.3184537311185346158102472));
static_assert(near(math::log1p(0.375L), 0.3184537311185346158102472L));
static_assert(near(math::log1p(0.375F), 0.3184537311185346158102472F));
static_assert(near(math::log1p(-0.875), -2.079441541679835928251696));
static_assert(near(math::log1p(-0.875L), -2.079441541679835928251696L));
static_assert(near(math::log1p(37.0), 3.63758615972638576942626));
static_assert(near(math::log1p(37.0L), 3.63758615972638576942626L));
static_assert(near(math::sin(0.375), 0.3662725290860475613729094));
static_assert(near(math::sin(0.375L), 0.3662725290860475613729094L));
static_assert(near(math::sin(0.375F), 0.3662725290860475613729094F));
static_assert(near(math::sin(-2.5), -0.5984721441039564940518547));
static_assert(near(math::sin(-2.5L), -0.5984721441039564940518547L));
static_assert(near(math::sin(1e22), -0.8522008497671888017727059));
static_assert(near(math::sin(1e22L), -0.8522008497671888017727059L));
static_assert(near(math::cos(0.375), 0.9305076219123142911494768));
static_assert(near(math::cos(0.375L), 0.9305076219123142911494768L));
static_assert(near(math::cos(0.375F), 0.9305076219123142911494768F));
static_assert(near(math::cos(-2.5), -0.8011436155469337148335028));
static_assert(near(math::cos(-2.5L), -0.8011436155469337148335028L));
static_assert(near(math::cos(1e22), 0.5232147853951389454975945));
static_assert(near(math::cos(1e22L), 0.5232147853951389454975945L));
static_assert(near(math::tan(0.375), 0.3936265759256327582294138));
static_assert(near(math::tan(0.375L), 0.3936265759256327582294138L));
static_assert(near(math::tan(0.375F), 0.3936265759256327582294138F));
static_assert(near(math::tan(-2.5), 0.7470222972386602793553527));
static_assert(near(math::tan(-2.5L), 0.7470222972386602793553527L));
static_assert(near(math::tan(1e22), -1.628778225606898878549376));
static_assert(near(math::tan(1e22L), -1.628778225606898878549376L));
static_assert(near(math::asin(0.375), 0.3843967744956390830381949));
static_assert(near(math::asin(0.375L), 0.3843967744956390830381949L));
static_assert(near(math::asin(0.375F), 0.3843967744956390830381949F));
static_assert(near(math::asin(-0.96875), -1.320140664458765825482188));
static_assert(near(math::asin(-0.96875L), -1.320140664458765825482188L));
static_assert(near(math::asin(0.0078125), 0.007812579475042567110027142));
static_assert(near(math::asin(0.0078125L), 0.007812579475042567110027142L));
static_assert(near(math::acos(0.375), 1.186399552299257536193127));
static_assert(near(math::acos(0.375L), 1.186399552299257536193127L));
static_assert(near(math::acos(0.375F), 1.186399552299257536193127F));
static_assert(near(math::acos(-0.96875), 2.890936991253662444713509));
static_assert(near(math::acos(-0.96875L), 2.890936991253662444713509L));
static_assert(near(math::acos(0.0078125), 1.562983747319854052121295));
static_assert(near(math::acos(0.0078125L), 1.562983747319854052121295L));
static_assert(near(math::atan(0.375), 0.3587706702705722203959201));
static_assert(near(math::atan(0.375L), 0.3587706702705722203959201L));
static_assert(near(math::atan(0.375F), 0.3587706702705722203959201F));
static_assert(near(math::atan(-2.5), -1.190289949682531732927734));
static_assert(near(math::atan(-2.5L), -1.190289949682531732927734L));
static_assert(near(math::atan(37.0), 1.543775877607631830443146));
static_assert(near(math::atan(37.0L), 1.543775877607631830443146L));
static_assert(near(math::sinh(0.375), 0.3838510679136145687542957));
static_assert(near(math::sinh(0.375L), 0.3838510679136145687542957L));
static_assert(near(math::sinh(0.375F), 0.3838510679136145687542957F));
static_assert(near(math::sinh(-2.5), -6.050204481039787321450324));
static_assert(near(math::sinh(-2.5L), -6.050204481039787321450324L));
static_assert(near(math::sinh(37.0), 5859571186401305.65438647));
static_assert(near(math::sinh(37.0L), 5859571186401305.65438647L));
static_assert(near(math::cosh(0.375), 1.071140346704586767299498));
static_assert(near(math::cosh(0.375L), 1.071140346704586767299498L));
static_assert(near(math::cosh(0.375F), 1.071140346704586767299498F));
static_assert(near(math::cosh(-2.5), 6.132289479663686116619852));
static_assert(near(math::cosh(-2.5L), 6.132289479663686116619852L));
static_assert(near(math::cosh(37.0), 5859571186401305.65438647));
static_assert(near(math::cosh(37.0L), 5859571186401305.65438647L));
static_assert(near(math::tanh(0.375), 0.3583573983507859463193602));
static_assert(near(math::tanh(0.375L), 0.3583573983507859463193602L));
static_assert(near(math::tanh(0.375F), 0.3583573983507859463193602F));
static_assert(near(math::tanh(-2.5), -0.986614298151430288881276));
static_assert(near(math::tanh(-2.5L), -0.986614298151430288881276L));
static_assert(near(math::tanh(0.0078125), 0.007812341058161013821391816));
static_assert(near(math::tanh(0.0078125L), 0.007812341058161013821391816L));
static_assert(near(math::asinh(0.375), 0.3667246042301367654909667));
static_assert(near(math::asinh(0.375L), 0.3667246042301367654909667L));
static_assert(near(math::asinh(0.375F), 0.3667246042301367654909667F));
static_assert(near(math::asinh(-2.5), -1.647231146371095710624859));
static_assert(near(math::asinh(-2.5L), -1.647231146371095710624859L));
static_assert(near(math::asinh(37.0), 4.304247658249556235425531));
static_assert(near(math::asinh(37.0L), 4.304247658249556235425531L));
static_assert(near(math::acosh(1.0078125), 0.1249187625110806176064182));
static_assert(near(math::acosh(1.0078125L), 0.1249187625110806176064182L));
static_assert(near(math::acosh(1.0078125F), 0.1249187625110806176064182F));
static_assert(near(math::acosh(2.5), 1.566799236972411078664057));
static_assert(near(math::acosh(2.5L), 1.566799236972411078664057L));
static_assert(near(math::acosh(10000000000.0), 23.71899811050040214959465));
static_assert(near(math::acosh(10000000000.0L), 23.71899811050040214959465L));
static_assert(near(math::atanh(0.375), 0.3942286801821350847305921));
static_assert(near(math::atanh(0.375L), 0.3942286801821350847305921L));
static_assert(near(math::atanh(0.375F), 0.3942286801821350847305921F));
static_assert(near(math::atanh(-0.96875), -2.071567363195766343947922));
static_assert(near(math::atanh(-0.96875L), -2.071567363195766343947922L));
static_assert(near(math::atanh(0.0078125), 0.007812658951540420910323471));
static_assert(near(math::atanh(0.0078125L), 0.007812658951540420910323471L));
static_assert(near(math::erf(0.375), 0.4041169094348222983238251));
static_assert(near(math::erf(0.375L), 0.4041169094348222983238251L));
static_assert(near(math::erf(0.375F), 0.4041169094348222983238251F));
static_assert(near(math::erf(-2.5), -0.9995930479825550410604358));
static_assert(near(math::erf(-2.5L), -0.9995930479825550410604358L));
static_assert(near(math::erf(1.25), 0.9229001282564582301365235));
static_assert(near(math::erf(1.25L), 0.9229001282564582301365235L));
static_assert(near(math::erfc(0.375), 0.5958830905651777016761749));
static_assert(near(math::erfc(0.375L), 0.5958830905651777016761749L));
static_assert(near(math::erfc(0.375F), 0.5958830905651777016761749F));
static_assert(near(math::erfc(-2.5), 1.999593047982555041060436));
static_assert(near(math::erfc(-2.5L), 1.999593047982555041060436L));
static_assert(near(math::erfc(6.5), 3.842148327120647469875805e-20));
static_assert(near(math::erfc(6.5L), 3.842148327120647469875805e-20L));
static_assert(near(math::lgamma(0.375), 0.8630739822706474624050891));
static_assert(near(math::lgamma(0.375L), 0.8630739822706474624050891L));
static_assert(near(math::lgamma(0.375F), 0.8630739822706474624050891F));
static_assert(near(math::lgamma(-2.5), -0.05624371649767405067259453));
static_assert(near(math::lgamma(-2.5L), -0.05624371649767405067259453L));
static_assert(near(math::lgamma(37.0), 95.71969454214320248495799));
static_assert(near(math::lgamma(37.0L), 95.71969454214320248495799L));
static_assert(near(math::lgamma(1.9921875), -0.003283288599221334008087443));
static_assert(near(math::lgamma(1.9921875L), -0.003283288599221334008087443L));
static_assert(near(math::lgamma(7.25), 7.052185450738539444925749));
static_assert(near(math::lgamma(7.25L), 7.052185450738539444925749L));
static_assert(near(math::digamma(0.375), -2.753999049145139575764019));
static_assert(near(math::digamma(0.375L), -2.753999049145139575764019L));
static_assert(near(math::digamma(0.375F), -2.753999049145139575764019F));
static_assert(near(math::digamma(-2.5), 1.10315664064524318722569));
static_assert(near(math::digamma(-2.5L), 1.10315664064524318722569L));
static_assert(near(math::digamma(37.0), 3.597343531893106247331155));
static_assert(near(math::digamma(37.0L), 3.597343531893106247331155L));
static_assert(near(math::sigmoid(0.375), 0.59266659995406975876606));
static_assert(near(math::sigmoid(0.375L), 0.59266659995406975876606L));
static_assert(near(math::sigmoid(0.375F), 0.59266659995406975876606F));
static_assert(near(math::sigmoid(-2.5), 0.07585818002124355119330618));
static_assert(near(math::sigmoid(-2.5L), 0.07585818002124355119330618L));
static_assert(near(math::sigmoid(37.0), 0.9999999999999999146695237));
static_assert(near(math::sigmoid(37.0L), 0.9999999999999999146695237L));
static_assert(near(math::softplus(0.375), 0.8981232641398400436190417));
static_assert(near(math::softplus(0.375L), 0.8981232641398400436190417L));
static_assert(near(math::softplus(0.375F), 0.8981232641398400436190417F));
static_assert(near(math::softplus(-2.5), 0.07888973429254962334404392));
static_assert(near(math::softplus(-2.5L), 0.07888973429254962334404392L));
static_assert(near(math::softplus(37.0), 37.00000000000000008533048));
static_assert(near(math::softplus(37.0L), 37.00000000000000008533048L));

// Two and three arguments.
static_assert(near(math::pow(0.375, -3.25), 24.23250884252529686206954));
static_assert(near(math::pow(1.0078125L, 1234.5L), 14869.2763878323424344416L));
static_assert(near(math::pow(2.5F, 3.5F), 24.70529422006546353124136F));
static_assert(math::pow(-3.0, 3.0) == -27 && math::pow(-3.0, 4.0) == 81 && math::isnan(math::pow(-3.0, 0.5)));
static_assert(math::pow(nan, 0.0) == 1 && math::pow(1.0, nan) == 1 && math::pow(-1.0, inf) == 1);
static_assert(math::pow(0.0, -3.0) == inf && math::pow(-0.0, -3.0) == -inf && is_zero(math::pow(-0.0, 3.0), true));
static_assert(math::pow(2.0, 1e300) == inf && is_zero(math::pow(2.0, -1e300)) && math::pow(2.0, -1074.0) == least);
static_assert(near(math::hypot(3e300, 4e300), 5e300) && math::hypot(nan, -inf) == inf);
static_assert(math::hypot(largest, largest) == inf && math::hypot(3 * least, 4 * least) == 5 * least);
static_assert(near(math::atan2(-0.5, -0.25), -2.034443935795702735445578));
static_assert(near(math::atan2(0.0, -1.0), 3.14159265358979323846) && is_zero(math::atan2(-0.0, 1.0), true));
static_assert(near(math::atan2(inf, -inf), 2.35619449019234492885));
static_assert(math::fma(0x1.0000000000001p0, 0x1.0000000000001p0, -0x1.0000000000002p0) == 0x1p-104);
static_assert(math::fma(largest, 2.0, -inf) == -inf && math::isnan(math::fma(inf, 0.0, 1.0)));
static_assert(math::fma(largest, 2.0, -largest) == largest && math::fma(largest, largest, 1.0) == inf);
static_assert(math::fmod(1e300, 0.8125) == 0.3125 && is_zero(math::fmod(-6.0, 3.0), true));
static_assert(math::isnan(math::fmod(1.0, 0.0)) && math::isnan(math::fmod(inf, 1.0)) && math::fmod(1.0, inf) == 1);
static_assert(math::remainder(5.0, 2.0) == 1 && math::remainder(7.0, 2.0) == -1 && math::remainder(5.0F, 3.0F) == -1);
static_assert(near(math::powi(0.9375, 1000), 9.360011875663400976533594e-29) && math::powi(-2.0, -3) == -0.125);
static_assert(near(math::powi(1.25F, 37), 3851.859888774471706111956F) &&
              near(math::powi(1.25L, -37), 0.0002596148429267413814265248L));
static_assert(near(math::polygamma(1, 1.0), 1.64493406684822643647));
static_assert(near(math::polygamma(2, 0.5), -16.8287966442343199956));
static_assert(math::digamma(0.0) == -inf && math::digamma(-0.0) == inf && math::isnan(math::digamma(-1.0)));

// Rounding.
static_assert(math::floor(-2.5) == -3 && math::ceil(-2.5) == -2 && math::round(-2.5) == -3 && math::trunc(-2.5) == -2);
static_assert(math::round(0.49999999999999994) == 0 && math::round(2.5F) == 3 && math::floor(1e300) == 1e300);
static_assert(is_zero(math::ceil(-0.5), true) && is_zero(math::floor(-0.0), true) && math::isnan(math::floor(nan)));

// Zeros keep their sign, infinities and NaN are what Annex F says, and nothing overflows on the way.
static_assert(is_zero(math::sin(-0.0), true) && is_zero(math::tan(-0.0), true) && is_zero(math::asin(-0.0), true));
static_assert(is_zero(math::sqrt(-0.0), true) && is_zero(math::cbrt(-0.0), true) && is_zero(math::expm1(-0.0), true));
static_assert(is_zero(math::sinh(-0.0), true) && is_zero(math::asinh(-0.0), true) && is_zero(math::erf(-0.0), true));
static_assert(is_zero(math::log(1.0)) && is_zero(math::acos(1.0)));
static_assert(is_zero(math::lgamma(1.0)) && is_zero(math::lgamma(2.0)));
static_assert(math::exp(inf) == inf && is_zero(math::exp(-inf)) && math::exp(710.0) == inf);
static_assert(is_zero(math::exp(-746.0)) && math::exp(-745.0) == least && math::expm1(-inf) == -1);
static_assert(math::exp2(-1074.0) == least && math::exp2(1024.0) == inf && math::isinf(math::exp(89.0F)));
static_assert(math::log(0.0) == -inf && math::log(-0.0) == -inf && math::isnan(math::log(-1.0)) &&
              math::log(inf) == inf);
static_assert(math::log2(least) == -1074 && math::log10(1e22) == 22 && math::log1p(-1.0) == -inf);
static_assert(math::isnan(math::sin(inf)) && math::isnan(math::cos(-inf)) && math::isnan(math::tan(nan)));
static_assert(math::isnan(math::sqrt(-1.0)) && math::sqrt(inf) == inf && math::sqrt(0x1p-1074) == 0x1p-537);
static_assert(math::isnan(math::asin(1.5)) && math::isnan(math::acosh(0.5)) && math::atanh(-1.0) == -inf);
static_assert(math::sinh(-1000.0) == -inf && math::cosh(-inf) == inf && math::tanh(inf) == 1 &&
              math::asinh(-inf) == -inf);
static_assert(math::erf(-inf) == -1 && math::erfc(-inf) == 2 && is_zero(math::erfc(inf)) &&
              math::isnan(math::erf(nan)));
static_assert(math::lgamma(0.0) == inf && math::lgamma(-3.0) == inf && math::lgamma(-inf) == inf);
static_assert(math::lgamma(largest) == inf && math::digamma(inf) == inf && math::digamma(-least) == inf);
static_assert(math::sigmoid(inf) == 1 && is_zero(math::sigmoid(-inf)) && math::softplus(1e300) == 1e300);
static_assert(is_zero(math::softplus(-inf)) && math::isnan(math::sigmoid(nan)) && math::sigmoid(0.0) == 0.5);
static_assert(math::sin(least) == least && math::atan(least) == least && math::atan(inf) == math::atan2(1.0, 0.0));
static_assert(near(math::sin(1e300), -0.8178819121159085970458853) &&
              near(math::cos(largest), -0.9999876894265599374648701));
static_assert(near(math::sin(0x1p16000L), 0.6992458822072964750244041L));
static_assert(math::abs(-2.5) == 2.5 && math::copysign(2.5F, -0.0F) == -2.5F && math::signbit(-0.0L));
static_assert(math::isfinite(largest) && !math::isfinite(inf) && math::isinf(-inf) && !math::isnan(inf));

// The operators where the language has no constant.
static_assert(math::sum(0.5, -2.0) == -1.5 && math::sum(inf, 1.0) == inf && math::sum(-inf, -inf) == -inf);
static_assert(math::isnan(math::sum(inf, -inf)) && math::isnan(math::sum(nan, 1.0)) &&
              math::isnan(math::sum(1.0, nan)));
static_assert(math::product(0.5, -2.0) == -1.0 && math::product(-2.0, inf) == -inf &&
              is_zero(math::product(-0.0, 2.0), true));
static_assert(math::isnan(math::product(0.0, inf)) && math::isnan(math::product(-inf, 0.0)) &&
              math::isnan(math::product(nan, 0.0)) && math::isnan(math::product(0.0, nan)));
static_assert(math::quotient(1.0, -2.0) == -0.5 && is_zero(math::quotient(1.0, -inf), true) &&
              math::quotient(inf, -2.0) == -inf);
static_assert(math::quotient(1.0, 0.0) == inf &&
              math::quotient(1.0F, -0.0F) == -std::numeric_limits<float>::infinity() &&
              math::quotient(-inf, -0.0) == inf && math::quotient(-1.0, 0.0) == -inf);
static_assert(math::isnan(math::quotient(0.0, 0.0)) && math::isnan(math::quotient(inf, -inf)) &&
              math::isnan(math::quotient(nan, 0.0)) && math::isnan(math::quotient(1.0, nan)));

}  // namespace
