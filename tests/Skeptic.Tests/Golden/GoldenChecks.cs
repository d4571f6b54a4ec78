using System.Text.RegularExpressions;

namespace Skeptic.Tests;

/// <summary>How the product is held against a kind of golden case.</summary>
/// <param name="Pattern">Of case ids, a whole match.</param>
/// <param name="NeedsMnist">Whether it runs on the real images or labels of MNIST.</param>
internal sealed record GoldenCheck(Regex Pattern, Action<GoldenCase> Run, bool NeedsMnist = false)
{
    internal GoldenCheck(string pattern, Action<GoldenCase> run, bool needsMnist = false)
        : this(new Regex($"^(?:{pattern})$"), run, needsMnist)
    {
    }
}

/// <summary>Every kind of case that the product is held against. A new method adds its line here and takes its own out of <see cref="NotYet"/>.</summary>
internal static class GoldenChecks
{
    private static readonly GoldenCheck[] s_all =
    [
        new("cdr/cdr_step_.*", CdrGolden.Steps),
        new("cdr/cdr_keep_counts/.*", CdrGolden.KeepCount),
        new("cdr/cdr_lr_schedule", ScheduleGolden.Milestones),
        new("cdr/cdr_dead_clip_schedule", CdrGolden.NoSchedule),
        new("cdr/lenet_forward", LeNetGolden.Forward, needsMnist: true),
        new("cdr/lenet_cdr_step", LeNetGolden.CdrStep, needsMnist: true),
        new("untrained/lenet_untrained_accuracy/.*", LeNetGolden.Untrained, needsMnist: true),
        new("co_teaching/coteaching_selection/.*", CoTeachingGolden.Selection),
        new("co_teaching/forget_rate_schedule/.*", CoTeachingGolden.ForgetRate),
        new("co_teaching/coteaching_plus_selection/.*", CoTeachingGolden.Disagreement),
        new("co_teaching/coteaching_plus_no_disagreement/.*", CoTeachingGolden.NoDisagreement),
        new("co_teaching/adam_lr_beta1_plan/.*", CoTeachingGolden.AdamPlan),
        new("dividemix/linear_rampup/.*", DivideMixGolden.RampUp),
        new("dividemix/sharpen_coguess_corefine", DivideMixGolden.Labels),
        new("dividemix/semiloss", DivideMixGolden.Losses),
        new("dividemix/dividemix_train_step", DivideMixGolden.Step),
        new("dividemix/dividemix_eval_train", DivideMixGolden.Division),
        new("dividemix/dividemix_eval_train_r09", DivideMixGolden.Averaged),
        new("dividemix/dividemix_lr", DivideMixGolden.LearningRate),
        new("dividemix/gmm_2000", MixtureGolden.TwoThousand),
        new("dividemix/gmm_non_monotone_note", MixtureGolden.NotMonotone),
        new("aux_rdi_reference/(aux_ce|cdr_plus_aux)_steps", AuxGolden.Steps),
        new("aux_rdi_reference/aux_squared_(scalar|multi)", AuxGolden.SquaredError),
        new("aux_rdi_reference/aux_effective_step/.*", AuxGolden.EffectiveStep),
        new("aux_rdi_reference/rdi_gradient", AuxGolden.DistanceToInitialisation),
        new("noise/mnist_label_counts", CdrNoiseGolden.MnistLabels, needsMnist: true),
        new("noise/class_conditional_noise/.*", CdrNoiseGolden.ClassConditional, needsMnist: true),
        new("noise/cifar10_asymmetric_in_place", CdrNoiseGolden.Cifar10InPlace),
        new("noise/cifar100_asymmetric", CdrNoiseGolden.Cifar100Rings),
        new("instance_noise/instance_probability_rows/.*", InstanceNoiseGolden.Row),
        new("instance_noise/instance_noise_.*", InstanceNoiseGolden.Drawn, needsMnist: true),
        new("imbalance/.*", ImbalanceGolden.Counts),
        new("noise/train_val_split", CdrNoiseGolden.TrainValidationSplit),
        new("noise/mt19937_check", CdrNoiseGolden.MersenneTwister),
        new("sop_(basic|clamps)_.*|sopplus_.*", SopGolden.Loss),
        new("sop_train_2epochs_.*", SopGolden.Training),
        new("sop_uv_trajectory_.*", SopGolden.Trajectory),
        new("dip_dop_step", RecoveryGolden.Steps),
        new("elr_\\d+batches_.*", ElrGolden.Batches),
        new("elrplus_\\d+batches_.*", ElrPlusGolden.Batches),
        new("elrplus_ema_.*", ElrPlusGolden.Averages),
        new("sigmoid_rampup_table", ElrPlusGolden.RampUp),
        new("theory_.*", LinearTheoryGolden.Case),
        new("lr_schedules", ScheduleGolden.Tables),
        new("lr_schedules/.*", ScheduleGolden.Described),
        new("loss_cases/.*/((CrossEntropy|SCE|MAE|(N|AG?|NG|G|R|NR)?CE|Focal|NormalizedFocal|AUE|AExp|ANorm)Loss|NMAE|(Normalized|Generalized|Reverse|MeanAbsolute)*(CrossEntropy|Error)|[A-Z]+and[A-Z]+)/\\{.*", LossGolden.Case),
        new("phuber_cases/.*", LossGolden.PartiallyHuberised),
        new("sr_presets/.*", SrGolden.Preset),
        new("lambda_schedule/.*", SrGolden.Schedule),
        new("sr_cases/.*", SrGolden.Case),
        new("train_step_cases/MNIST CNN.*", SrGolden.TrainSteps),
        new("nlnl_cases/.*", NegativeLearningGolden.Case),
        new("networks/CNN4_MNIST", NetworkGolden.Cnn4),
        new("networks/CNN8_CIFAR10", NetworkGolden.Cnn8),
        new("networks/.*[Rr]es[Nn]et.*", NetworkGolden.ResNet),
        new("cdr/cdr_resnets", NetworkGolden.CdrResNets),
        new("co_teaching/network_parameter_counts", TwoNetworkGolden.Counts),
        new("co_teaching/network_stage_shapes", TwoNetworkGolden.Stages),
        new("co_teaching/coteaching_dropout_note", TwoNetworkGolden.Dropout),
        new("noise/(apl_)?(mnist|cifar10|cifar100)_(sym|asym|pairflip)_.*", SrNoiseGolden.Case),
        new("noise_label_vectors/.*", SrNoiseGolden.LabelVector),
    ];

    internal static GoldenCheck? For(string id) => s_all.SingleOrDefault(check => check.Pattern.IsMatch(id));
}
