using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// Cuts what is decided when a release leaves down to what the officer was shown when it was decided. Invariant: no
/// recipient, part, pointer or permission stands in the result that does not stand in both.
/// </summary>
internal static class Departures
{
    public static ReleasePlan Limit(ReleasePlan now, ReleaseScheduled shown, ReleaseSetting setting)
    {
        var before = shown.Recipients.ToDictionary(one => one.Participant);
        return now with
        {
            Recipients =
            [
                .. now.Recipients.Where(one => before.ContainsKey(one.Participant)).Select(one =>
                    Limit(one, before[one.Participant], setting)),
            ],
            Public = shown.Public is { } world && now.Public is { } still
                ? still with { Paths = [.. still.Paths.Intersect(world.Paths)] }
                : null,
        };
    }

    // What the officer added to the references is kept where the recipient still holds it.
    private static RecipientRelease Limit(RecipientRelease now, RecipientRelease shown, ReleaseSetting setting) =>
        now with
        {
            Paths = [.. now.Paths.Intersect(shown.Paths)],
            Marking = MarkingRules.Strictest([now.Marking, shown.Marking]),
            RelatesTo =
            [
                .. shown.RelatesTo.Where(record =>
                    now.RelatesTo.Contains(record)
                    || setting.Held.GetValueOrDefault(now.Participant, []).Contains(record)),
            ],
            Audience = [.. now.Audience.Intersect(shown.Audience)],
        };
}
