using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CbmExchange.Web.Publishing.Release;

/// <summary>Whom a content names as those it is meant for, whatever its type.</summary>
internal static class Addressed
{
    /// <summary>Participant ids.</summary>
    public static string[] Of(IMessage? content) =>
        new[] { "addressees", "addressed_to", "with", "to", "participants" }
            .Select(field => content?.Descriptor.FindFieldByName(field)?.Accessor.GetValue(content))
            .SelectMany(value => value switch
            {
                RepeatedField<Addressee> all => all.Select(one => one.ParticipantId),
                RepeatedField<ExerciseParticipant> all => all.Select(one => one.ParticipantId),
                RepeatedField<string> ids => ids,
                string id when id.Length > 0 => [id],
                _ => Enumerable.Empty<string>(),
            })
            .ToArray();

    /// <summary>
    /// What is left out unless somebody says otherwise: players do not read what is expected of them, nor who else is
    /// given an inject.
    /// </summary>
    public static string[] WithheldOf(IMessage? content, IEnumerable<string> paths) => content is ExerciseInject
        ? [.. paths.Where(path => path.Split('[', '.')[0] is "expectedAction" or "to")]
        : [];

    /// <summary>Record that it answers; null when it answers none.</summary>
    public static string? ReferenceOf(IMessage? content) =>
        content?.Descriptor.FindFieldByName("of_record")?.Accessor.GetValue(content) is RecordReference of
            && of.RecordId.Length > 0
            ? of.RecordId
            : null;
}
