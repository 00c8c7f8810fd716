using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Content of any record type from a file; the type says how the file is read.</summary>
internal static class RecordTypeOption
{
    private static readonly string[] Types =
        ["point-of-contact", "national-document", "incident-notification", "response"];

    public static Option<string> Of(string description) => new Option<string>("--type")
    {
        Description = description,
        HelpName = "TYPE",
        Required = true,
    }.AcceptOnlyFromAmong(Types);

    public static RecordBody Read(string type, FileInfo? file) => type switch
    {
        "point-of-contact" => new RecordBody { PointOfContact = ContentFile.Read<PointOfContact>(file) },
        "national-document" => new RecordBody { NationalDocument = ContentFile.Read<NationalDocument>(file) },
        "incident-notification" => new RecordBody
        {
            IncidentNotification = ContentFile.Read<IncidentNotification>(file),
        },
        "response" => new RecordBody { Response = ContentFile.Read<Response>(file) },
        _ => throw CommandStopped.Usage($"{type} cannot be written to a file; there are {string.Join(", ", Types)}."),
    };
}
