using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>
/// One record through a random history, decided by the product and by <see cref="SimpleRules"/>; every answer of the
/// two is compared as text, and after each the views of all participants. It ends with a withdrawal, which tells
/// whoever ever received; and afterwards what was shared until each step is what was seen then.
/// </summary>
internal sealed partial class TwoOpinions
{
    private const int StepsMax = 12;

    private static readonly ParticipantId Xd = new("00000000-0000-4000-8000-00000000000d");
    private static readonly ParticipantId[] All = [Xa, Xb, Xc, Xd, Xo];
    private static readonly string[] Statuses = ["active", "active", "active", "suspended", "left"];

    private static readonly string[] Standings =
        ["member", "member", "withdrawing", "suspended", "observer", "withdrawn", "not-participating"];

    private static readonly string[] Types =
        [RecordTypes.NationalDocument, RecordTypes.PointOfContact, RecordTypes.IncidentNotification,
            RecordTypes.Response, "advisory", "exercise", "assistance-request", "assistance-reply"];

    private readonly Random random;
    private readonly string type;
    private readonly SimpleWorld world = new() { Self = Xa, Secretariat = Xo };
    private readonly Dictionary<ParticipantId, SimpleHolding> holdings = [];
    private ParticipantsState participants = Fixture.Participants(
        Participant(Xd, "XD"), Participant(Xc, "XC"), Member(Xd, "observer"));

    private readonly SharedMoments moments = new(All);
    private RecordState state = RecordState.Empty;
    private JsonObject content;
    private DateTimeOffset now = Now;
    private int versions;

    public TwoOpinions(int seed)
    {
        random = new Random(seed);
        type = Types[random.Next(Types.Length)];
        content = RandomRecords.Content(random, type, All);
        foreach (var who in All)
        {
            world.Statuses[who] = "active";
            world.Held[who] = [.. RandomRecords.Pointers.Where(_ => random.Next(2) == 0)];
            if (random.Next(2) == 0)
            {
                world.HoldersOfCase.Add(who);
            }
        }

        world.QuotedOf = random.Next(12) == 0 ? Xb : null;
        world.Memberships.AddRange(new[] { Xa, Xb, Xc }.Select(who =>
            (who, "member", Now.AddYears(-1), (DateTimeOffset?)null)));
        world.Memberships.Add((Xd, "observer", Now.AddYears(-1), null));
    }

    /// <summary>Decisions that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Entries that both agreed on.</summary>
    public int Entries { get; private set; }

    /// <summary>Releases that both refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Goes through the history; what the two do not agree on, or null.</summary>
    public string? Run()
    {
        Clear();
        for (var step = 0; step < StepsMax; step++)
        {
            now = now.AddMinutes(random.Next(1, 600));
            var difference = random.Next(10) switch
            {
                0 => ChangeStatus(),
                1 => ChangeMembership(),
                2 => Narrow(),
                3 or 4 => NewVersion(),
                _ => Release(isCorrection: versions > 1 && random.Next(3) == 0),
            };
            if (difference is not null)
            {
                return $"step {step}: {difference}";
            }

            if (Follow() is { } unfollowed)
            {
                return $"step {step}, following: {unfollowed}";
            }

            moments.Remember(now, state);
        }

        return Withdraw() ?? moments.Difference();
    }

    private string? Withdraw()
    {
        now = now.AddMinutes(1);
        var outcome = RecordDecider.Withdraw(
            state, new WithdrawRecord { Actor = Releaser, ReasonClass = "not-stated", Request = "stop-using" }, now);
        var told = outcome.Refusal is null
            ? outcome.Value.OfType<RecordWithdrawn>().Single().Recipients.Select(one => one.Participant).ToList()
            : [];
        if (!told.Order().SequenceEqual(holdings.Keys.Order()))
        {
            return $"withdrawn: told {string.Join(", ", told)}, holders {string.Join(", ", holdings.Keys.Order())}";
        }

        if (outcome.Refusal is null)
        {
            Happen([.. outcome.Value]);
        }

        moments.Remember(now, state);
        return null;
    }

    private void Happen(params IEvent[] happened)
    {
        moments.Happened(happened);
        state = happened.Aggregate(state, (folded, next) => folded.Apply(next));
    }

    private string? ChangeStatus()
    {
        var who = All[random.Next(1, All.Length)];
        world.Statuses[who] = Statuses[random.Next(Statuses.Length)];
        participants = participants.Apply(Participant(who, "X", world.Statuses[who]));
        return null;
    }

    private string? ChangeMembership()
    {
        var (who, status) = (All[random.Next(All.Length)], Standings[random.Next(Standings.Length)]);
        var from = now.AddMinutes(random.Next(-500, 500));
        DateTimeOffset? until = random.Next(2) == 0 ? from.AddMinutes(random.Next(1, 1_000)) : null;
        world.Memberships.Add((who, status, from, until));
        participants = participants.Apply(
            new MembershipChanged(Body, who, status, from, until, null, Admin.Id, now));
        return null;
    }

    private string? NewVersion()
    {
        content = RandomRecords.Next(random, content, type, All);
        Clear();
        return null;
    }

    private void Clear()
    {
        var read = RandomRecords.Read(content);
        versions++;
        Happen(
            versions == 1
                ? new RecordDrafted(Header(type), 1, read, Target, Poc.Id, now)
                : new RecordRevised(Header(type), versions, read, Poc.Id, now),
            new RecordSubmitted(Fixture.Record, versions, Poc.Id, now),
            new RecordCleared(Fixture.Record, versions, Hash, "jwt", [], Releaser.Id, now));
    }

    private ReplyTarget? Target => type is RecordTypes.Response or "assistance-reply"
        ? new ReplyTarget(new RecordId(RandomRecords.AnsweredMessage), Signed(7).ContentHash, Xb)
        : null;

    private ContentHash Hash => Signed(versions).ContentHash;

    private string? Narrow()
    {
        var who = holdings.Keys.OrderBy(who => who.Value, StringComparer.Ordinal).Where(_ => random.Next(2) == 0)
            .ToImmutableArray();
        if (who.IsEmpty)
        {
            return null;
        }

        var command = new NarrowRelease { Actor = Releaser, Participants = who };
        var told = RecordDecider.Narrow(state, command, now).Value.OfType<ReleaseNarrowed>()
            .SelectMany(narrowed => narrowed.Recipients).Select(one => $"{one.Participant} {one.Replaces}").ToList();
        var expected = who.Where(one => !holdings[one].IsNarrowed)
            .Select(one => $"{one} {holdings[one].Version}").ToList();
        Happen([.. RecordDecider.Narrow(state, command, now).Value]);
        foreach (var one in who)
        {
            holdings[one].IsNarrowed = true;
        }

        return expected.SequenceEqual(told) ? null : $"narrowed: {string.Join(", ", told)}";
    }

    private string? Release(bool isCorrection)
    {
        var read = RandomRecords.Read(content);
        var grants = RandomGrants.Some(random, read, All, isCorrection || random.Next(40) == 0 ? 0 : 1);
        var hasOverride = random.Next(2) == 0;
        var question = new SimpleQuestion(
            type, Hash.Hex, read.Claims, grants, isCorrection, hasOverride, Target?.Originator, now);
        var rules = new SimpleRules(world, holdings);
        var entries = rules.Entries(question);
        var refusals = rules.Refusals(question, entries);
        var outcome = RecordDecider.Release(
            state, Command(grants, isCorrection, hasOverride), Setting(), Policies.Default, now);
        Compared++;
        if (outcome.Refusal is { } refusal || refusals.Count > 0)
        {
            Refused++;
            return refusals.Contains(outcome.Refusal?.Reason ?? "none")
                ? null
                : $"refused with {outcome.Refusal?.Reason ?? "none"}, expected {string.Join(" or ", refusals)}";
        }

        var real = outcome.Released().Recipients.Select(Text).ToList();
        var simple = entries.ConvertAll(Text);
        if (!real.SequenceEqual(simple))
        {
            return Difference(question, real, simple);
        }

        Entries += entries.Count;
        Happen([.. outcome.Value]);
        rules.Take(question, entries);
        Remember(read, grants);
        return Views();
    }

    private static ReleaseRecord Command(ImmutableArray<ReleaseGrant> grants, bool isCorrection, bool hasOverride) =>
        new()
        {
            Actor = Releaser,
            Grants = grants,
            Correction = isCorrection ? new CorrectionReason("typo", "A word.") : null,
            InfrastructureOverrideReason = hasOverride ? "agreed" : null,
        };

    private ReleaseSetting Setting() => new()
    {
        Self = Xa,
        Participants = participants,
        Held = world.Held.ToImmutableDictionary(
            held => held.Key, held => held.Value.Select(id => new RecordId(id)).ToImmutableHashSet()),
        HoldersOfCase = [.. world.HoldersOfCase],
        Quoted = world.QuotedOf is { } originator
            ? [new QuotedItem(new RecordId(RandomRecords.Pointers[0]), originator, OnwardSharing.NotWithoutConsent)]
            : [],
    };

    private string? Views()
    {
        foreach (var who in All)
        {
            var (seen, held) = (state.SeenBy(who), holdings.GetValueOrDefault(who));
            var real = seen is null ? "nothing" : SimpleHolding.ReadingOf(SimplePart.Of(seen.View.Claims));
            if (real != (held?.Reading() ?? "nothing") || seen?.IsNarrowed != held?.IsNarrowed)
            {
                return $"{who} sees\n{real} (narrowed {seen?.IsNarrowed}), expected\n{held?.Reading()}"
                    + $" (narrowed {held?.IsNarrowed})";
            }
        }

        return null;
    }

    private static string Difference(SimpleQuestion question, List<string> real, List<string> simple) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            a {(question.IsCorrection ? "correction" : "release")} of {question.Version[^2..]}
            content: {question.Content}
            only the product: {string.Join("\n  ", real.Except(simple))}
            only the simple rules: {string.Join("\n  ", simple.Except(real))}
            """);

    private static string Text(RecipientRelease entry) => Text(
        entry.Participant, entry.Kind, entry.Paths.Select(path => path.ToString()), entry.Marking,
        entry.Replaces?.Hex, entry.RelatesTo.Select(record => record.Value), entry.Audience);

    private static string Text(SimpleEntry entry) => Text(
        entry.Who, entry.Kind,
        entry.Parts.Select(part => part.Name).Concat(entry.Parts.Where(part => part.IsElement)
            .Select(part => part.Field)).Distinct(),
        entry.Marking, entry.Replaces, entry.RelatesTo, entry.Audience);

    private static string Text(
        ParticipantId who, string kind, IEnumerable<string> paths, Marking marking, string? replaces,
        IEnumerable<string> relatesTo, IEnumerable<ParticipantId> audience) =>
        $"{who} {kind} [{string.Join(' ', paths.Order(StringComparer.Ordinal))}] "
        + $"{marking.Tlp} {marking.Pap} {marking.IepId} {marking.Onward} "
        + $"{JsonSerializer.Serialize(marking.HandlingNotes.OrderBy(note => note.Text, StringComparer.Ordinal))} "
        + $"replaces {replaces} relates {string.Join(' ', relatesTo.Order(StringComparer.Ordinal))} "
        + $"audience {string.Join(' ', audience)}";
}
