// Script: which employee plays which part. The parts repeat every 1,000 employees, so the share of
// errors stays the same at every size; those without a part live ordinary, random lives.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_SCRIPT_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_SCRIPT_H_

namespace sudare::example {

enum class Part {
  kOrdinary,
  kDoubleCommute,         // S01
  kReplacedCommute,       // decoy: the old notice was closed
  kTaxChangeIgnored,      // S02
  kTaxChangeFollowed,     // decoy
  kDecisionMissing,       // S03
  kHiredInSummer,         // decoy: hired after the deadline, no decision is due
  kWrongOvertimeRate,     // S04: beyond 60 hours in October 2023
  kLongOvertime,          // decoy: beyond 60 hours in other months
  kSpecificAsGeneral,     // S05
  kYoungSpouse,           // decoy: the spouse is of the age, and no dependent
  kEarningChild,          // decoy: the child earns too much
  kFormerDependent,       // decoy: the child left the household in March
  kUnpaidLeave,           // S06
  kPaidLeave,             // decoy: 80 %
  kOldGradeDifference,    // S08: promoted in July 2023
  kPromotedInJuly,        // decoy
  kPaidTwice,             // S09
  kReturnedAndSentAgain,  // decoy
  kFullMonthPaid,         // S10: left on 10 August 2023
  kLeftMidMonth,          // decoy: prorated
  kDiedMidMonth,          // decoy: the full month is right
  kWrongTaxColumn,        // S11
  kLateDeclaration,       // decoy: column 乙 was right until it came
  kAccountTypedOver,      // S12: the account of the employee before
  kAccountOwner,          // S12: whose account it is
  kAccountReopened,       // decoy: one person, the same account twice
  kSameNumberOtherBank,   // decoy: the same digits at another bank
  kNumberInNote,          // an Individual Number hides in the note
};

// `index` counts employees from 0.
Part PartOf(int index);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_SCRIPT_H_
