using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>Officers quote reference numbers; records point by ids. The node looks up which is which.</summary>
internal sealed class FormPointers(DeskClients desk)
{
    /// <summary>Writes ids where numbers were typed; a number that names nothing is a fault at its place.</summary>
    public async Task ResolveAsync(FormNode node, MessageDescriptor type, string path, FormFaults faults)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (!node.Fields.TryGetValue(field.JsonName, out var place))
            {
                continue;
            }

            var at = FormReading.Join(path, field.JsonName);
            foreach (var (one, where) in field.IsRepeated
                ? place.Items.Select((item, index) => (item, FormReading.At(at, index))).ToArray()
                : [(place, at)])
            {
                await OneAsync(field, one, where, faults).ConfigureAwait(false);
            }
        }
    }

    private async Task OneAsync(FieldDescriptor field, FormNode place, string path, FormFaults faults)
    {
        if (FieldKinds.IsPointer(field))
        {
            if (await FindAsync(place.Typed, path, faults).ConfigureAwait(false) is { } found)
            {
                place.Typed = found.RecordId;
            }
        }
        else if (FieldKinds.Inner(field) is { } inner && FieldKinds.IsReference(inner))
        {
            var isWhole = Guid.TryParse(place["recordId"].Typed, out _) && place["contentHash"].Typed.Length > 0;
            if (!isWhole && await FindAsync(place["recordId"].Typed, path + ".recordId", faults, true)
                .ConfigureAwait(false) is { } found)
            {
                (place["recordId"].Typed, place["contentHash"].Typed) = (found.RecordId, found.ContentHash);
            }
        }
        else if (FieldKinds.Inner(field)?.FullName == RelayedMessage.Descriptor.FullName)
        {
            await RelayedAsync(place, path, faults).ConfigureAwait(false);
        }
        else if (FieldKinds.Inner(field) is { } other && !FieldKinds.IsTime(field))
        {
            await ResolveAsync(place, other, path, faults).ConfigureAwait(false);
        }
    }

    // The number is what is read out by telephone: either of the two that was typed is enough to know the other.
    private async Task RelayedAsync(FormNode place, string path, FormFaults faults)
    {
        var typed = place["recordId"].Typed is { Length: > 0 } id ? id : place["referenceNumber"].Typed;
        if (await FindAsync(typed, path + ".recordId", faults, true).ConfigureAwait(false) is { } found)
        {
            (place["recordId"].Typed, place["referenceNumber"].Typed) =
                (found.RecordId, Bodies.StringOf(Bodies.ContentOf(found.Body), "reference_number"));
        }
    }

    private async Task<RecordView?> FindAsync(string typed, string path, FormFaults faults, bool evenAnId = false)
    {
        var name = typed.Trim();
        if (name.Length == 0 || (!evenAnId && Guid.TryParse(name, out _)))
        {
            return null;
        }

        var answer = await DeskClients.AskAsync(options => desk.Publishing.GetRecordAsync(
            new GetRecordRequest { Record = name.Length == 36 ? name : name.ToUpperInvariant() },
            options)).ConfigureAwait(false);
        if (answer.Problem is { } problem)
        {
            faults.Add(path, problem.Sentence);
        }

        return answer.Value;
    }
}
