using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Publishing;

/// <summary>What an event of an own record says to an index of all of them.</summary>
internal static class OwnRecordFacts
{
    /// <summary>The content that it wrote or brought back; null when none.</summary>
    public static RecordContent? Written(IEvent happened) =>
        happened switch
        {
            RecordDrafted drafted => drafted.Content,
            RecordRevised revised => revised.Content,
            ReleaseTakenBack back => back.Content,
            _ => null,
        };

    /// <summary>Who was given the record by it.</summary>
    public static ImmutableArray<ParticipantId> GivenTo(IEvent happened) =>
        happened switch
        {
            RecordReleased released => [.. released.Recipients.Select(one => one.Participant)],
            ReleaseTakenBack back => [back.Recipient],
            _ => [],
        };

    /// <summary>In whose stream it made an entry about what that participant is given.</summary>
    public static ImmutableArray<ParticipantId> Touched(IEvent happened) =>
        happened switch
        {
            ReleaseNarrowed narrowed => [.. narrowed.Recipients.Select(one => one.Participant)],
            NarrowingTakenBack back => [back.Recipient],
            _ => GivenTo(happened),
        };
}
