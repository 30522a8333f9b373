#include "examples/payroll/generator/script.h"

namespace sudare::example {
namespace {

struct Slots {
  int first;
  int last;
  Part part;
};

constexpr Slots kSlots[] = {
    {0, 5, Part::kDoubleCommute},
    {6, 9, Part::kReplacedCommute},
    {10, 15, Part::kTaxChangeIgnored},
    {16, 19, Part::kTaxChangeFollowed},
    {20, 24, Part::kDecisionMissing},
    {25, 29, Part::kHiredInSummer},
    {30, 37, Part::kWrongOvertimeRate},
    {38, 41, Part::kLongOvertime},
    {45, 50, Part::kSpecificAsGeneral},
    {51, 52, Part::kYoungSpouse},
    {53, 54, Part::kEarningChild},
    {55, 56, Part::kFormerDependent},
    {60, 62, Part::kUnpaidLeave},
    {63, 66, Part::kPaidLeave},
    {70, 75, Part::kOldGradeDifference},
    {76, 81, Part::kPromotedInJuly},
    {85, 96, Part::kPaidTwice},
    {97, 99, Part::kReturnedAndSentAgain},
    {100, 103, Part::kFullMonthPaid},
    {104, 107, Part::kLeftMidMonth},
    {108, 109, Part::kDiedMidMonth},
    {110, 114, Part::kWrongTaxColumn},
    {115, 119, Part::kLateDeclaration},
    {120, 120, Part::kAccountOwner},
    {121, 121, Part::kAccountTypedOver},
    {122, 122, Part::kAccountOwner},
    {123, 123, Part::kAccountTypedOver},
    {124, 124, Part::kAccountOwner},
    {125, 125, Part::kAccountTypedOver},
    {126, 128, Part::kAccountReopened},
    {130, 130, Part::kSameNumberOtherBank},
    {150, 156, Part::kNumberInNote},
};

}  // namespace

Part PartOf(int index) {
  const int slot = index % 1000;
  for (const Slots& slots : kSlots) {
    if (slot >= slots.first && slot <= slots.last) return slots.part;
  }
  return Part::kOrdinary;
}

}  // namespace sudare::example
