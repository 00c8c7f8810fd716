using System.Globalization;
using CbmExchange.Cli;

// Messages and numbers read the same on every machine; scripts depend on them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return await CbmxProgram.RunAsync(args, Shell.OfThisProcess(), CancellationToken.None).ConfigureAwait(false);
