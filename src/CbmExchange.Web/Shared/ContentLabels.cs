using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Language;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Shared;

/// <summary>
/// What the codes and ids in a record's content mean, in the reader's language. Read once for a page; where nothing is
/// known the content is shown as it is.
/// </summary>
public sealed class ContentLabels(DeskClients? desk)
{
    private readonly Dictionary<string, Dictionary<string, string>> byField = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> participants = new(StringComparer.Ordinal);
    private bool isLoaded;

    /// <summary>None: for pages that have no client of the node, and must not (decision 0027).</summary>
    internal static ContentLabels None { get; } = new(null);

    /// <summary>Reads them; a second call does nothing.</summary>
    public async Task LoadAsync()
    {
        if (isLoaded || desk is null)
        {
            return;
        }

        isLoaded = true;
        var codes = await DeskClients.AskAsync(options =>
            desk.Library.ListCodesAsync(new ListCodesRequest(), options)).ConfigureAwait(false);
        foreach (var list in codes.Value?.Lists ?? [])
        {
            foreach (var field in list.Fields)
            {
                var known = byField.TryGetValue(field, out var before)
                    ? before : byField[field] = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var code in list.Codes)
                {
                    known[code.Id] = CodeLabels.LabelOf(code);
                }
            }
        }

        var who = await DeskClients.AskAsync(options => desk.Directory.ListParticipantsAsync(
            new ListParticipantsRequest { Lang = Languages.Current }, options)).ConfigureAwait(false);
        foreach (var one in who.Value?.Participants ?? [])
        {
            participants[one.ParticipantId] = $"{one.Designator} \u00B7 {one.Name}";
        }
    }

    /// <summary>The words for a value of a field; null where there are none beside the value itself.</summary>
    public string? Of(FieldDescriptor field, string value) =>
        participants.TryGetValue(value, out var participant) ? participant
        : Label($"{field.ContainingType.Name}.{field.Name}", value) ?? Label($"*.{field.Name}", value);

    private string? Label(string field, string value) =>
        byField.TryGetValue(field, out var known) ? known.GetValueOrDefault(value) : null;
}
