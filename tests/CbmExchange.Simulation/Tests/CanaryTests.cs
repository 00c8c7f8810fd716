using CbmExchange.Simulation.Running;
using Xunit;

namespace CbmExchange.Simulation.Tests;

/// <summary>Each fault built in on purpose MUST be found by the checker that is there for it (style.md T15).</summary>
public class CanaryTests
{
    private const int SeedsMax = 60;

    [Theory]
    [InlineData(Canary.GivesEveryPart, "another view of")]
    [InlineData(Canary.ServesAnotherStream, "what was not released to it")]
    [InlineData(Canary.AnswersEarly, "lost the command")]
    [InlineData(Canary.InventsCommands, "which nobody commanded")]
    [InlineData(Canary.SkipsHeadCheck, "a fork of what is held")]
    [InlineData(Canary.ReviewsBeforeAsked, "before it asked")]
    [InlineData(Canary.StoresAltered, "otherwise than written")]
    [InlineData(Canary.StoresAltered, "which its checkpoint does not prove")]
    [InlineData(Canary.HidesFaults, "kept no evidence")]
    [InlineData(Canary.ForgetsWhatCameBack, "is not told that it is withdrawn")]
    [InlineData(Canary.ForgetsWhatCameBack, "says otherwise than")]
    [InlineData(Canary.ForgetsRecalls, "leave though nothing waits")]
    [InlineData(Canary.FollowsNobody, "was not given what follows")]
    [InlineData(Canary.NeverReconnects, "Not together after")]
    internal void A_fault_built_in_is_found(Canary canary, string said)
    {
        for (var seed = 1UL; seed <= SeedsMax; seed++)
        {
            var report = SimulationRun.Of(PlanOf(seed, canary));
            if (report.Violations.Any(violation => violation.Contains(said, StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"{SeedsMax} seeds with {canary} and none of them says: {said}");
    }

    // Where nothing waits and nobody joins more is released, and the other faults show in fewer seeds.
    private static SeedPlan PlanOf(ulong seed, Canary canary) => canary is Canary.ForgetsRecalls or Canary.FollowsNobody
        ? SeedPlan.Of(seed, canary)
        : SeedPlan.Of(seed, canary) with { RecallWindow = TimeSpan.Zero, ChangesMembership = false };
}
