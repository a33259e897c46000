#include "earth/magnetic_field.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr int kDegree = 6;
constexpr std::size_t kTerms = (kDegree + 1) * (kDegree + 2) / 2;

constexpr std::size_t place(int degree, int order) {
  return static_cast<std::size_t>(degree * (degree + 1) / 2 + order);
}

struct Gauss {
  double g = 0;
  double h = 0;
};

// Schmidt's semi-normalised coefficients in nT, by degree and order.
constexpr std::array<Gauss, kTerms> kGauss{{
    // clang-format off
    {0.0, 0.0},  // degree 0
    {-29404.5, 0.0}, {-1450.7, 4652.9},  // degree 1
    {-2500.0, 0.0}, {2982.0, -2991.6}, {1676.8, -734.8},  // degree 2
    {1363.9, 0.0}, {-2381.0, -82.2}, {1236.2, 241.8}, {525.7, -542.9},  // degree 3
    {903.1, 0.0}, {809.4, 282.0}, {86.2, -158.4}, {-309.4, 199.8}, {47.9, -350.1},  // degree 4
    {-234.4, 0.0}, {363.1, 47.7}, {187.8, 208.4}, {-140.7, -121.3}, {-151.2, 32.2}, {13.7, 99.1},  // degree 5
    {65.9, 0.0}, {65.6, -19.1}, {73.0, 25.0}, {-121.5, 52.7}, {-36.2, -64.4}, {13.5, 9.0}, {-64.7, 68.1}  // degree 6
    // clang-format on
}};

// Legendre's associated functions of the colatitude, semi-normalised by Schmidt, and their derivatives.
struct Legendre {
  explicit Legendre(double colatitude) {
    const double sine = std::sin(colatitude);
    const double cosine = std::cos(colatitude);
    value[0] = 1;
    for (int n = 1; n <= kDegree; ++n) {
      for (int m = 0; m < n; ++m) add_column(n, m, sine, cosine);
      const std::size_t before = place(n - 1, n - 1);
      const double factor = n > 1 ? std::sqrt(1 - 0.5 / n) : 1;
      value[place(n, n)] = factor * sine * value[before];
      slope[place(n, n)] = factor * (sine * slope[before] + cosine * value[before]);
    }
  }

  std::array<double, kTerms> value{};
  std::array<double, kTerms> slope{};

 private:
  void add_column(int n, int m, double sine, double cosine) {
    const double root = std::sqrt(n * n - m * m);
    const double a = (2 * n - 1) / root;
    const std::size_t one = place(n - 1, m);
    double two_values = 0;
    double two_slopes = 0;
    if (n - 2 >= m) {
      const double b = std::sqrt((n - 1) * (n - 1) - m * m) / root;
      two_values = b * value[place(n - 2, m)];
      two_slopes = b * slope[place(n - 2, m)];
    }
    value[place(n, m)] = a * cosine * value[one] - two_values;
    slope[place(n, m)] = a * (cosine * slope[one] - sine * value[one]) - two_slopes;
  }
};

}  // namespace

double magnetic_variation(const GeoPoint& at) {
  constexpr double kNearestToPole = 1e-9;  // nothing is east of a pole
  const double colatitude = std::clamp(kPi / 2 - at.latitude, kNearestToPole, kPi - kNearestToPole);
  const Legendre legendre(colatitude);
  double north = 0;
  double east = 0;
  for (int m = 0; m <= kDegree; ++m) {
    const double cosine = std::cos(m * at.longitude);
    const double sine = std::sin(m * at.longitude);
    for (int n = std::max(m, 1); n <= kDegree; ++n) {
      const Gauss& gauss = kGauss[place(n, m)];
      north += (gauss.g * cosine + gauss.h * sine) * legendre.slope[place(n, m)];
      east += m * (gauss.g * sine - gauss.h * cosine) * legendre.value[place(n, m)];
    }
  }
  return std::atan2(east / std::sin(colatitude), north);
}

}  // namespace checkride::emulator
