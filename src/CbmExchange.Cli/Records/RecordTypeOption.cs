using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Content of any record type from a file; the type says how the file is read.</summary>
internal static class RecordTypeOption
{
    public static Option<string> Of(string description)
    {
        var option = new Option<string>("--type")
        {
            Description = description + " `cbmx record types` lists them.",
            HelpName = "TYPE",
            Required = true,
        }.Offer(RecordBodies.Written);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var type] && !RecordBodies.Written.Contains(type.Value))
            {
                result.AddError($"{type.Value} is no type that is written; `cbmx record types` lists them.");
            }
        });
        return option;
    }

    public static RecordBody Read(string type, FileInfo file) =>
        RecordBodies.Written.Contains(type)
            ? ContentFile.Read(type, file)
            : throw CommandStopped.Usage($"{type} cannot be written to a file; `cbmx record types` lists what can.");
}
