using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <content>
/// Releases that follow the membership (decision 0035): after each step whoever is a member and does not hold the
/// released version is given it, and nobody else is given anything.
/// </content>
internal sealed partial class TwoOpinions
{
    private IReadOnlyList<ReleaseGrant> followed = [];
    private (string Hash, RecordContent Content)? released;

    /// <summary>Entries that both gave to whoever came to be a member.</summary>
    public int Followed { get; private set; }

    private void Remember(RecordContent read, IReadOnlyList<ReleaseGrant> grants)
    {
        released = (Hash.Hex, read);
        if (grants.Count > 0)
        {
            followed = grants.Any(grant => grant.Audience.BodyMode == "follows-membership") ? grants : [];
        }
    }

    private string? Follow()
    {
        var events = RecordDecider.Follow(state, Setting(), now);
        var real = events.OfType<RecordReleased>().SelectMany(one => one.Recipients).Select(Text).ToList();
        if (followed.Count == 0 || released is not { } version)
        {
            return real.Count == 0 ? null : $"nobody is followed, given {string.Join(", ", real)}";
        }

        var question = new SimpleQuestion(
            type, version.Hash, version.Content.Claims, Cut(), false, false, Target?.Originator, now);
        var rules = new SimpleRules(world, holdings);
        var all = rules.Entries(question);
        var entries = rules.Refusals(question, all).Count > 0
            ? []
            : all.FindAll(entry => holdings.GetValueOrDefault(entry.Who)?.Version != version.Hash);
        if (!real.SequenceEqual(entries.ConvertAll(Text)))
        {
            return Difference(question, real, entries.ConvertAll(Text));
        }

        Followed += entries.Count;
        Happen([.. events]);
        rules.Take(question, entries);
        return Views();
    }

    private ImmutableArray<ReleaseGrant> Cut() =>
    [
        .. followed.Where(grant => grant.Audience.BodyMode == "follows-membership").Select(grant => grant with
        {
            Audience = grant.Audience with
            {
                Include = [.. grant.Audience.Include.Where(member => member.Kind == "body-members")],
                Exclude = [.. followed.SelectMany(one => one.Audience.Exclude)],
            },
        }),
    ];
}
