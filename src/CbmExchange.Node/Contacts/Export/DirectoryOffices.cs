using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>Contacts held here, as a spreadsheet would list them.</summary>
internal static class DirectoryOffices
{
    /// <summary>One contact; a field that was withheld whole is not there, so that it differs from nothing.</summary>
    public static ListedOffice Of(ExportedContact exported)
    {
        var contact = exported.Contact;
        var emails = Values(exported, "e-mail").ToImmutableArray();
        var fields = new Dictionary<string, ImmutableArray<string>>
        {
            ["email"] = emails,
            ["phone"] = [.. Values(exported, "voice").Select(Digits)],
            ["fax"] = [.. Values(exported, "fax").Select(Digits)],
            ["languages"] = [.. contact.Languages.Select(one => one.Lang)],
            ["kinds"] = [.. contact.Kinds],
            ["time_zone"] = contact.Schedule is { } schedule ? [schedule.TimeZone] : [],
        };
        return new ListedOffice(
            exported.Answer.Office,
            emails,
            fields.Where(field => !field.Value.IsEmpty)
                .ToImmutableSortedDictionary(field => field.Key, field => field.Value))
        {
            Key = exported.Answer.RecordId,
        };
    }

    /// <summary>A telephone number without what people write between its digits.</summary>
    public static string Digits(string number)
    {
        var digits = new string([.. number.Where(letter => char.IsAsciiDigit(letter) || letter == '+')]);
        return digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits;
    }

    private static IEnumerable<string> Values(ExportedContact exported, string type) =>
        exported.Contact.Channels.Where(channel => channel.Type == type).Select(channel => channel.Value);
}
