using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Release;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>What the second run of a pair has, and the first has not.</summary>
internal enum TwinDifference
{
    /// <summary>Nothing: the pair is one history run twice.</summary>
    None,

    /// <summary>Nothing, and nothing is corrected: a correction gives a list that was given whole, whole again, so a
    /// withheld element decides what it gives (decision 0011).</summary>
    Uncorrected,

    /// <summary>Records, versions, drafts, releases to others and memberships of others.</summary>
    Hidden,

    /// <summary>As <see cref="Uncorrected"/>, with other values, fields and elements in the parts that the observer is
    /// not given.</summary>
    Withheld,

    /// <summary>The canary of this test: something is released to the observer after all.</summary>
    Released,
}

/// <summary>
/// A random history of releases to the observer, and what lies between them. Each step draws from a generator of its
/// own, so that what one run has more does not change what both have.
/// </summary>
internal sealed class TwinHistory(int seed, TwinDifference difference)
{
    private const int Steps = 12;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(37);

    private readonly TwinServing serving = new();
    private readonly Dictionary<string, JsonObject> shared = [];
    private TwinNode node = null!;

    /// <summary>Entries that others got.</summary>
    public int EntriesToOthers => node.EntriesToOthers;

    /// <summary>Runs it; everything that the observer received.</summary>
    public TwinServing Run()
    {
        node = new TwinNode(serving);
        var now = Start;
        serving.Start(now);
        for (var step = 0; step < Steps; step++)
        {
            for (var more = 0; more < 3; more++)
            {
                if (difference == TwinDifference.Hidden)
                {
                    Hide(new Random((seed * 10_000) + (step * 10) + more), $"hidden {step} {more}", now.AddSeconds(1));
                }

                now += Between / 4;
                serving.Tick(now);
            }

            Share(new Random((seed * 10_000) + 5_000 + step), $"shared {step}", now);
            if (difference == TwinDifference.Released && step == Steps / 2)
            {
                node.Write("canary", "canary", TwinContents.Whole(false, new Random(seed)), now);
                node.Release("canary", now, false, To(TwinNode.Observer, PartSelection.All));
            }

            now += Between / 4;
            serving.Tick(now);
        }

        return serving;
    }

    // What both runs have: a version that the observer is given parts of, more of it later, a correction, a withdrawal.
    private void Share(Random random, string step, DateTimeOffset at)
    {
        var record = Shared(random);
        var given = TwinContents.Given.Where(_ => random.Next(2) == 0).Append("kind").Append("kinds").ToHashSet();
        var more = TwinContents.Given.Where(_ => random.Next(2) == 0).Append("title").Append("officeName").ToHashSet();
        var (isCorrection, isWithdrawn) = (random.Next(3) == 0, random.Next(8) == 0);
        var written = TwinContents.Whole(TwinNode.IsContact(record), random);
        var all = given.Union(more).ToHashSet();
        var document = difference == TwinDifference.Withheld
            ? TwinContents.WithheldOtherwise(written, all, new Random(seed + 77 + (int)(at - Start).TotalSeconds))
            : written;
        if (node.Exists(record) && node.IsWithdrawn(record))
        {
            return;
        }

        isCorrection &= difference is not (TwinDifference.Uncorrected or TwinDifference.Withheld);
        node.Write(step, record, document, at);
        node.Release(record, at, isCorrection, Grants(written, given, random));
        node.Release(record, at, false, Grants(written, more, random));
        shared.Remove(record);
        if (node.IsNewestGivenToObserver(record))
        {
            shared[record] = document;
        }

        // Whether others hold it may hang on a hidden step, and what both histories have must not (seed 20261601).
        if (isWithdrawn && node.IsHeldByObserver(record))
        {
            node.Withdraw(record, at);
        }
    }

    private static ImmutableArray<ReleaseGrant> Grants(JsonObject document, HashSet<string> given, Random random)
    {
        var grant = To(TwinNode.Observer, TwinContents.Parts(document, given));
        return random.Next(3) switch
        {
            0 => [grant with { Audience = grant.Audience with { IsShown = true } }, ToOthers(random)],
            1 => [grant, ToOthers(random)],
            _ => [grant],
        };
    }

    private void Hide(Random random, string step, DateTimeOffset at)
    {
        var record = random.Next(2) == 0
            ? Shared(random)
            : step;
        if (node.Exists(record) && node.IsWithdrawn(record))
        {
            return;
        }

        switch (random.Next(6))
        {
            case 5 when shared.TryGetValue(record, out var last):
                RewriteWithheld(random, step, record, last, at);
                break;
            case 0:
                ChangeMembership(random, at);
                break;
            case 1 when record == step:
                GiveOthers(random, step, record, at);
                if (node.IsHeldByAnyone(record))
                {
                    node.Withdraw(record, at);
                }

                break;
            case 2 when node.Exists(record) || record == step:
                node.Write(step, record, TwinContents.Whole(TwinNode.IsContact(record), random), at, isCleared: false);
                node.Abandon(record, at);
                break;
            case 3 when node.Exists(record) || record == step:
                var anew = TwinContents.Whole(TwinNode.IsContact(record), random);
                node.Write(step, record, anew, at, isCleared: random.Next(2) == 0);
                break;
            case > 1 when node.Exists(record) || record == step:
                GiveOthers(random, step, record, at);
                break;
        }
    }

    private void ChangeMembership(Random random, DateTimeOffset at) => node.ChangeMembership(
        random.Next(2) == 0 ? TwinNode.Xc : TwinNode.Xd,
        random.Next(2) == 0 ? MembershipStatuses.Suspended : MembershipStatuses.Member, at);

    // A version that is new in withheld parts alone, released again to the observer: it is given nothing.
    private void RewriteWithheld(Random random, string step, string record, JsonObject written, DateTimeOffset at)
    {
        var given = node.GivenToObserver(record);
        var paths = given.SelectMany(path => new[] { path.Field, path.ToString() }).ToHashSet();
        node.Write(step, record, TwinContents.WithheldOtherwise(written, paths, random), at);
        node.Release(record, at, false, To(TwinNode.Observer, PartSelection.Only(given)));
    }

    private static string Shared(Random random)
    {
        var number = random.Next(5);
        return number > 2
            ? "contact " + number.ToString(CultureInfo.InvariantCulture)
            : "record " + number.ToString(CultureInfo.InvariantCulture);
    }

    private void GiveOthers(Random random, string step, string record, DateTimeOffset at)
    {
        node.Write(step, record, TwinContents.Whole(TwinNode.IsContact(record), random), at);
        node.Release(record, at, false, ToOthers(random));
    }

    // Also with a body that the observer is a member of, and from which it is left out.
    private static ReleaseGrant ToOthers(Random random)
    {
        var grant = To(random.Next(2) == 0 ? TwinNode.Xc : TwinNode.Xd, PartSelection.All);
        return random.Next(3) > 0
            ? grant
            : grant with
            {
                Audience = new Audience
                {
                    Include = [AudienceMember.MembersOf(TwinNode.Body)],
                    Exclude = [TwinNode.Observer],
                },
            };
    }

    private static ReleaseGrant To(ParticipantId who, PartSelection parts) => new(
        new Audience { Include = [AudienceMember.Participant(who)] }, Marking.Default(TlpLabels.Green), parts);
}
