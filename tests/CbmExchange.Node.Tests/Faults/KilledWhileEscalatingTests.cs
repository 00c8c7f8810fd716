using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Cases;
using CbmExchange.Node.Tests.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// The node is killed again and again while steps that an officer armed are due (decision 0038): each is taken once.
/// </summary>
public sealed class KilledWhileEscalatingTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 5;
    private const int LifeMsMax = 2_500;

    // Written so long ago that the first step is due as soon as the process starts: its clock is that of the machine.
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(70);

    private readonly TwoNodes nodes = new() { Birth = new MovingTime { Shift = -Ago } };

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await nodes.InitializeAsync();
        nodes.Clock.Shift = -Ago;
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Edge", "19")]
    public async Task An_armed_step_that_is_due_when_the_node_is_killed_is_taken_once()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB", draft =>
            draft.Body.IncidentNotification.AwareAt = nodes.Clock.GetUtcNow().ToTimestamp());
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        await CaseSteps.Cases(nodes.A).ArmEscalationAsync(new ArmEscalationRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, StepCount = 1,
        });
        await TwoNodes.UntilAsync(
            () => Task.FromResult(nodes.A.Host.Services.GetRequiredService<AwaitedReceipts>().All),
            all => all.Any(one => one.DeliveredAt is not null));
        Assert.Empty(RemindersIn(await CaseSteps.CaseAsync(nodes.A, sent.RecordId)));

        await nodes.RestartAAsync(async () =>
        {
            nodes.Clock.Shift = TimeSpan.Zero;
            await using var node = NodeProcess.Over(nodes.HomeA, "XA");
            for (var kill = 0; kill < Kills; kill++)
            {
                await node.StartAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LifeMsMax)), TimeProvider.System);
                await node.KillAsync();
            }
        });
        var taken = await CaseSteps.CaseAsync(
            nodes.A, sent.RecordId, answer => answer.Entries.Any(entry => entry.Step?.ReminderId.Length > 0));
        var told = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, answer => RemindersIn(answer).Length > 0);
        await SettledAsync();
        taken = await CaseSteps.CaseAsync(nodes.A, sent.RecordId);
        told = await CaseSteps.CaseAsync(nodes.B, sent.RecordId);

        var step = Assert.Single(taken.Entries, entry => entry.Step?.ReminderId.Length > 0).Step;
        Assert.Equal(("next-channel", "reminded"), (step.Step, step.Outcome));
        Assert.Equal(step.ReminderId, Assert.Single(RemindersIn(told)).Message.RecordId);
    }

    private static CaseEntry[] RemindersIn(GetCaseResponse answer) =>
        [.. answer.Entries.Where(entry => entry.Message?.RecordType == "reminder")];

    // What is written after it arrives after it: a second reminder would have been there.
    private async Task SettledAsync()
    {
        var later = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.B, later.RecordId);
    }
}
