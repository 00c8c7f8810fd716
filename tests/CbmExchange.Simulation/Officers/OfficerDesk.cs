using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Officers;

/// <summary>
/// The officers of one node: they command at random, ask again with the same command id when they got no answer, and
/// remember what was answered.
/// </summary>
internal sealed class OfficerDesk
{
    private const int TriesMax = 8;
    private const int RecentMax = 12;
    private const int MembershipOneIn = 6;

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private readonly NodeRun run;
    private readonly RecordLoader loader;
    private readonly RecordSteps steps;
    private readonly HeldMessages held = new();
    private readonly Chance chance;

    public OfficerDesk(NodeRun run)
    {
        this.run = run;
        chance = run.World.Chance.Fork();
        loader = new RecordLoader(run.Store);
        steps = new RecordSteps(run, held, chance);
    }

    public void Begin()
    {
        run.World.Queue.After(chance.Between(TimeSpan.Zero, run.World.Plan.OfficerPauseMax), () =>
        {
            if (run.Works && !run.World.IsHealed)
            {
                if (run.Node.HasOfficers)
                {
                    run.World.Run(run.World.Plan.ChangesMembership && chance.OneIn(MembershipOneIn)
                        ? () => run.Turns.ChangeAsync(ChangeMembershipAsync)
                        : () => run.Turns.DecideAsync(ActAsync));
                }

                Begin();
            }
        });
    }

    /// <summary>An entry of a peer was reviewed: a message may be answered.</summary>
    public void Received(ReviewedEntry entry)
    {
        if (entry.Body.Kind == EntryKinds.Message
            && EntryStatements.Open(entry.Sealed, entry.Peer.Keys, run.Node.Clock.GetUtcNow()) is
            { IsAccepted: true } opened)
        {
            held.Add(entry, opened.Value);
        }
    }

    /// <summary>Two officers open a new generation of the stream to a peer.</summary>
    public async Task OpenGenerationAsync(ParticipantId peer)
    {
        foreach (var by in (ImmutableArray<Domain.Officers.Actor>)[Actors.Releaser, Actors.Admin])
        {
            var known = run.Tables.Peers.Find(peer);
            var state = known with
            {
                OwnGeneration = Math.Max(known.OwnGeneration, run.HeadChecks[peer].HeldGeneration),
            };
            var first = state.GenerationRequest is null ? null : Actors.Releaser;
            var decided = TwoOfficerDecider.OpenGeneration(state, first, by, run.Node.Clock.GetUtcNow());
            if (decided.Refusal is { } refusal)
            {
                run.World.Violate($"A new generation was refused: {refusal.Reason}.");
                return;
            }

            if (decided.Value.IsEmpty)
            {
                continue;
            }

            var opened = decided.Value.OfType<GenerationOpened>().FirstOrDefault();
            var opening = opened is null ? null : await new GenerationCarrier(run.Store, run.Node.Identity)
                .OpeningAsync(peer, opened.Generation, CancellationToken.None);
            var isDone = await CommandAsync(new AppendRequest
            {
                CommandId = chance.Id(),
                Streams = [new StreamAppend(PeerEventStreams.Of(peer), null, decided.Value)],
                Openings = opening is null ? [] : [opening],
            });
            if (!isDone)
            {
                return;
            }
        }
    }

    /// <summary>Two officers let a peer's stream go on although it was stopped.</summary>
    public async Task ReleaseFaultAsync(ParticipantId peer, string fault)
    {
        foreach (var by in (ImmutableArray<Domain.Officers.Actor>)[Actors.Releaser, Actors.Admin])
        {
            var state = run.Tables.Peers.Find(peer);
            var first = state.FaultReleaseRequest is null ? null : Actors.Releaser;
            var decided = TwoOfficerDecider.ReleaseFault(state, fault, first, by, run.Node.Clock.GetUtcNow());
            if (decided.Refusal is not null || !await CommandAsync(new AppendRequest
            {
                CommandId = chance.Id(),
                Streams = [new StreamAppend(PeerEventStreams.Of(peer), null, decided.Value)],
            }))
            {
                return;
            }
        }

        run.FaultReleased(peer);
    }

    // From long ago: clocks that are wrong do not count then.
    private Task ChangeMembershipAsync()
    {
        var (now, body) = (run.Node.Clock.GetUtcNow(), SimulatedWorld.Body);
        var participant = chance.Of(run.World.Participants);
        var isMember = run.Tables.Participants.State.MembersAsOf(body, now).Contains(participant);
        return CommandAsync(new AppendRequest
        {
            CommandId = chance.Id(),
            Streams =
            [
                new StreamAppend("instance", null,
                [
                    new MembershipChanged(
                        body, participant, isMember ? MembershipStatuses.Withdrawn : MembershipStatuses.Member,
                        EventQueue.Epoch.AddYears(-1), null, null, Actors.Admin.Id, now),
                ]),
            ],
        });
    }

    private async Task ActAsync()
    {
        if (chance.OneIn(5) && held.All.Count > 0)
        {
            await AnswerAsync(chance.Of(held.All));
            return;
        }

        var recent = run.Tables.Records.NewestFirst(null).Take(RecentMax).Select(line => line.RecordId).ToList();
        if (recent.Count < 3 || chance.OneIn(4))
        {
            await CommandAsync(steps.Draft());
            return;
        }

        // The nearer to a release, the more often it goes on: most records come out.
        var id = chance.Of(recent);
        for (var times = 0; times < 4; times++)
        {
            var state = await loader.LoadAsync(id, CancellationToken.None);
            if (state.Header is null || !await CommandAsync(await NextAsync(id, state)) || chance.OneIn(4))
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(Domain.Cases.ReceivedMessage message)
    {
        if (chance.OneIn(3))
        {
            await CommandAsync(steps.Respond(message));
            return;
        }

        var id = steps.AcknowledgementOf(message);
        if ((await loader.LoadAsync(id, CancellationToken.None)).Header is null)
        {
            await CommandAsync(await steps.AcknowledgeAsync(message, id));
        }
    }

    private async Task<Step?> NextAsync(RecordId id, RecordState state)
    {
        if (state.Working is { } working)
        {
            return working.Status switch
            {
                VersionStatus.InClearance when chance.OneIn(8) => steps.Return(id, state),
                VersionStatus.InClearance => steps.Clear(id, state),
                VersionStatus.Draft when !chance.OneIn(8) => steps.Submit(id, state),
                _ => chance.OneIn(8) ? steps.Abandon(id, state) : steps.Revise(id, state),
            };
        }

        if (state.Departure is not null && chance.OneIn(3))
        {
            return steps.Recall(id, state);
        }

        return chance.Below(16) switch
        {
            < 10 => await steps.ReleaseAsync(id, state),
            < 13 => steps.Revise(id, state),
            < 15 => steps.Narrow(id, state),
            _ => steps.Withdraw(id, state),
        };
    }

    // As Node's CommandRunner: nobody writes to a recipient who is just asked what it holds.
    private Task<bool> CommandAsync(Step? step) => step is null || step.Events.IsEmpty
        || !step.Entries.All(append => run.Gate.TakesCommands(append.Stream.Recipient))
        ? Task.FromResult(false)
        : CommandAsync(new AppendRequest
        {
            CommandId = chance.Id(),
            Streams = [new StreamAppend(OwnRecordTable.StreamOf(step.Record), step.Before.Version, step.Events)],
            PeerEntries = step.Entries,
        });

    // As Node's CommandRunner and its caller: one append; who does not know asks again with the same command id.
    private async Task<bool> CommandAsync(AppendRequest request)
    {
        var id = request.CommandId;
        if (run.World.Plan.Canary != Canary.InventsCommands || !chance.OneIn(10))
        {
            run.World.Checks.Commands.Issued(run.Node, id);
        }

        for (var tries = 0; tries < TriesMax && run.Works; tries++)
        {
            AppendResult result;
            try
            {
                result = await run.Store.AppendAsync(request);
            }
            catch (PeerStreamNotOpenException)
            {
                return false;
            }

            if (result.IsDurable)
            {
                run.World.Trace.Add("command", run.Node.Index, request.Streams[0].Events.Length);
                run.World.Checks.Commands.Answered(run.Node, id);
                return true;
            }

            if (result.Outcome is not (AppendOutcome.Unknown or AppendOutcome.Unavailable))
            {
                return false;
            }

            await Task.Delay(AskAgain, run.Node.Clock);
        }

        return false;
    }
}
