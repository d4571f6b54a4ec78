using System.Text.RegularExpressions;

namespace Skeptic.Tests;

/// <summary>Golden cases of things that the product does not have. The list only shrinks: <see cref="GoldenTests"/> counts it.</summary>
internal static class NotYet
{
    /// <summary>Patterns of case ids, whole matches, and what is missing.</summary>
    internal static IReadOnlyList<(string Pattern, string Missing)> Patterns { get; } =
    [
        ("co_teaching/coteaching_plus_.*", "Co-teaching+"),
        ("co_teaching/adam_lr_beta1_plan/.*", "a schedule of Adam's first moment"),
        ("dividemix/.*", "DivideMix"),
        ("noise/cifar100_asymmetric", "asymmetric noise of CIFAR-100 by name"),
        ("instance_noise/.*", "instance-dependent noise"),
        ("aux_rdi_reference/rdi_.*", "RDI"),
        ("sopplus_(rc0\\.|rc0_rb0\\.).*", "SOP+"),
        ("elrplus_.*", "ELR+"),
        ("sigmoid_rampup_table", "ELR+"),
        ("dip_.*", "the deep image prior"),
        ("theory_.*", "the linear theory of over-parameterisation"),
        ("sr_presets/.*", "sparse regularisation"),
        ("lambda_schedule/.*", "sparse regularisation"),
        ("sr_cases/.*", "sparse regularisation"),
        ("train_step_cases/.*", "sparse regularisation"),
        ("nlnl_cases/.*", "NLNL"),
        ("phuber_cases/.*", "the partially Huberised loss"),
        ("loss_cases/.*/(Normalized)?FocalLoss/.*", "focal losses"),
        ("loss_cases/.*/(SCELoss|RCELoss|ReverseCrossEntropy)/.*", "symmetric and reverse cross-entropy"),
        ("loss_cases/.*/(NMAE|NormalizedMeanAbsoluteError)/.*", "normalised mean absolute error"),
        ("loss_cases/.*/(N(CE|GCE|RCE)Loss|Normalized(Generalized|Reverse)?CrossEntropy)/.*", "normalised losses"),
        ("loss_cases/.*/\\w+and\\w+/.*", "active passive losses and other sums of two"),
        ("loss_cases/.*/A(GCE|UE|Exp|Norm)Loss/.*", "asymmetric losses"),
        ("imbalance/.*", "class imbalance"),
    ];

    internal static string? Missing(string id) => Patterns.Where(entry => Matches(entry.Pattern, id)).Select(entry => entry.Missing).FirstOrDefault();

    internal static bool Matches(string pattern, string id) => Regex.IsMatch(id, $"^(?:{pattern})$");
}
